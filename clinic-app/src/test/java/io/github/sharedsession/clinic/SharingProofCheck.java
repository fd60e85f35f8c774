package io.github.sharedsession.clinic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what the forks have written, when both have ended.
 */
class SharingProofCheck {

	/**
	 * The name of a migrated database is given once; those of its copies begin with it.
	 */
	@Test
	void twoForksUseCopiesOfOneMigratedDatabase() throws IOException {
		List<String[]> uses = uses().filter((use) -> !use[2].equals("none")).toList();
		assertThat(uses).extracting((use) -> use[0]).doesNotContainNull();
		assertThat(uses.stream().map((use) -> use[0]).distinct()).hasSize(2);
		assertThat(uses.stream().map((use) -> use[2]).distinct()).hasSize(2)
			.allMatch((name) -> name.startsWith("shared_session_"));
		assertThat(uses.stream().map((use) -> use[2].replaceFirst("_[^_]*$", "")).distinct()).hasSize(1);
	}

	@Test
	void allTestClassesHaveRun() throws IOException {
		assertThat(uses()).extracting((use) -> use[1])
			.containsExactlyInAnyOrder("OwnerRepositoryTests", "PetTypeRepositoryTests", "VetRepositoryTests",
					"ClinicIntegrationTests", "OwnerJourneyTests", "OwnerControllerTests", "VetControllerTests");
	}

	@Test
	void slicesOfTheWebHaveNoDatabase() throws IOException {
		assertThat(uses().filter((use) -> use[2].equals("none"))).extracting((use) -> use[1])
			.containsExactlyInAnyOrder("OwnerControllerTests", "VetControllerTests");
	}

	private static Stream<String[]> uses() throws IOException {
		return Files.readAllLines(Path.of(System.getProperty("clinic.ledger"))).stream().map((use) -> use.split(" "));
	}

}
