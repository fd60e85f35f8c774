package io.github.sharedsession.sample.customer;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A customer who wants to be registered.
 *
 * @param name the name
 * @param email the e-mail address
 * @param countryCode the country, as of ISO 3166
 */
public record NewCustomer(@NotBlank String name, @NotNull @Email String email,
		@NotNull @Pattern(regexp = "[A-Z]{2}") String countryCode) {

}
