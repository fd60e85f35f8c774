package io.github.sharedsession.clinic.owner;

import java.util.List;

import jakarta.validation.Valid;

import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Owners over HTTP.
 */
@RestController
@RequestMapping("/owners")
class OwnerController {

	private static final int PAGE_SIZE = 5;

	private final OwnerRepository owners;

	OwnerController(OwnerRepository owners) {
		this.owners = owners;
	}

	@GetMapping
	List<Owner> find(@RequestParam(defaultValue = "") String lastName, @RequestParam(defaultValue = "1") int page) {
		return this.owners.findByLastNameStartingWith(lastName, PageRequest.of(page - 1, PAGE_SIZE)).getContent();
	}

	@GetMapping("/{id}")
	ResponseEntity<Owner> show(@PathVariable int id) {
		return ResponseEntity.of(this.owners.findById(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Owner add(@Valid @RequestBody Owner owner) {
		return this.owners.save(owner);
	}

}
