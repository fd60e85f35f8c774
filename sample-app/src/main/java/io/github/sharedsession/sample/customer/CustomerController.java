package io.github.sharedsession.sample.customer;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The customers, over HTTP.
 */
@RestController
@RequestMapping("/customers")
class CustomerController {

	private final CustomerRepository customers;

	CustomerController(CustomerRepository customers) {
		this.customers = customers;
	}

	@GetMapping("/{id}")
	Customer get(@PathVariable long id) {
		return this.customers.find(id).orElseThrow(() -> new CustomerNotFoundException(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Customer register(@Valid @RequestBody NewCustomer customer) {
		if (!this.customers.isKnownCountry(customer.countryCode())) {
			throw new CustomerRejectedException("There is no delivery to " + customer.countryCode());
		}
		return this.customers.add(customer)
			.orElseThrow(() -> new CustomerRejectedException("The e-mail address is in use"));
	}

}
