package io.github.sharedsession.clinic.owner;

import java.time.LocalDate;
import java.util.Objects;

import jakarta.validation.ConstraintViolationException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.data.domain.PageRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DataJpaTest
class OwnerRepositoryTests {

	@Autowired
	private OwnerRepository owners;

	@Autowired
	private PetTypeRepository types;

	@Autowired
	private TestEntityManager entityManager;

	@Test
	void findsOwnersByLastName() {
		assertThat(this.owners.findByLastNameStartingWith("Davi", PageRequest.of(0, 5))).hasSize(2);
		assertThat(this.owners.findByLastNameStartingWith("Daviss", PageRequest.of(0, 5))).isEmpty();
	}

	@Test
	void findsOwnerWithPetsAndVisits() {
		Owner owner = this.owners.findById(3).orElseThrow();
		assertThat(owner.getLastName()).isEqualTo("Davids");
		assertThat(owner.getPets()).singleElement().satisfies((pet) -> {
			assertThat(pet.getName()).isEqualTo("Rosy");
			assertThat(pet.getVisits()).extracting(Visit::getDescription).containsExactly("rabies shot");
		});
	}

	@Test
	void insertsOwnerWithPet() {
		int found = this.owners.findByLastNameStartingWith("Schulz", PageRequest.of(0, 5)).getNumberOfElements();
		Owner owner = owner("Schulz");
		Pet pet = new Pet();
		pet.setName("Bowser");
		pet.setBirthDate(LocalDate.of(2024, 2, 29));
		pet.setType(this.types.findPetTypes().get(0));
		owner.getPets().add(pet);
		int id = Objects.requireNonNull(this.owners.saveAndFlush(owner).getId());
		this.entityManager.clear();
		assertThat(this.owners.findByLastNameStartingWith("Schulz", PageRequest.of(0, 5))).hasSize(found + 1);
		assertThat(this.owners.findById(id)).get()
			.extracting((saved) -> saved.getPets().get(0).getName())
			.isEqualTo("Bowser");
	}

	@Test
	void updatesOwner() {
		Owner owner = this.owners.findById(1).orElseThrow();
		owner.setLastName(owner.getLastName() + "X");
		this.owners.flush();
		this.entityManager.clear();
		assertThat(this.owners.findById(1)).get().extracting(Owner::getLastName).isEqualTo("ForsterX");
	}

	@Test
	void addsVisit() {
		Owner owner = this.owners.findById(1).orElseThrow();
		Visit visit = new Visit();
		visit.setDescription("limps");
		owner.getPets().get(0).getVisits().add(visit);
		this.owners.flush();
		assertThat(visit.getId()).isNotNull();
	}

	@Test
	void refusesOwnerWithoutName() {
		assertThatExceptionOfType(ConstraintViolationException.class)
			.isThrownBy(() -> this.owners.saveAndFlush(owner("")))
			.withMessageContaining("lastName");
	}

	private static Owner owner(String lastName) {
		Owner owner = new Owner();
		owner.setFirstName("Sam");
		owner.setLastName(lastName);
		owner.setCity("Wels");
		owner.setTelephone("4444444444");
		return owner;
	}

}
