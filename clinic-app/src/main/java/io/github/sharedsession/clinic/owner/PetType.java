package io.github.sharedsession.clinic.owner;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A kind of pets, as cats.
 */
@Entity
@Table(name = "types")
class PetType {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Integer id;

	private String name = "";

	public @Nullable Integer getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

}
