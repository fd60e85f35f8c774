package io.github.sharedsession.clinic.vet;

import java.util.Collection;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Veterinarians over HTTP.
 */
@RestController
class VetController {

	private final VetRepository vets;

	VetController(VetRepository vets) {
		this.vets = vets;
	}

	@GetMapping("/vets")
	Collection<Vet> show() {
		return this.vets.findAll();
	}

}
