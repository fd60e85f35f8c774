package io.github.sharedsession.sample.customer;

import java.time.Instant;

/**
 * A registered customer.
 *
 * @param id the identity
 * @param name the name
 * @param email the e-mail address, in lower case
 * @param countryCode the country whose VAT rate applies, as of ISO 3166
 * @param registeredAt when the customer was registered
 */
public record Customer(long id, String name, String email, String countryCode, Instant registeredAt) {

}
