package io.github.sharedsession.clinic.vet;

import java.util.Collection;

import org.springframework.data.repository.Repository;

/**
 * All veterinarians.
 */
interface VetRepository extends Repository<Vet, Integer> {

	Collection<Vet> findAll();

}
