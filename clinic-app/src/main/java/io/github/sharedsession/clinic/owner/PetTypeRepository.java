package io.github.sharedsession.clinic.owner;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * All kinds of pets.
 */
interface PetTypeRepository extends JpaRepository<PetType, Integer> {

	@Query("select type from PetType type order by type.name")
	List<PetType> findPetTypes();

}
