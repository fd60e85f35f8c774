package io.github.sharedsession.clinic.vet;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

import static org.assertj.core.api.Assertions.assertThat;

@DataJpaTest
class VetRepositoryTests {

	@Autowired
	private VetRepository vets;

	@Test
	void findsVetsWithTheirSpecialties() {
		assertThat(this.vets.findAll()).filteredOn((vet) -> vet.getLastName().equals("Dorn"))
			.singleElement()
			.satisfies((vet) -> assertThat(vet.getSpecialties()).extracting(Specialty::getName)
				.containsExactly("dentistry", "surgery"));
	}

}
