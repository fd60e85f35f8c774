package io.github.sharedsession.clinic.owner;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;

import static org.assertj.core.api.Assertions.assertThat;

@DataJpaTest
@AutoConfigureTestDatabase(replace = Replace.NONE)
class PetTypeRepositoryTests {

	@Autowired
	private PetTypeRepository types;

	@Test
	void findsTypesByName() {
		assertThat(this.types.findPetTypes()).extracting(PetType::getName).containsExactly("cat", "dog", "hamster");
	}

}
