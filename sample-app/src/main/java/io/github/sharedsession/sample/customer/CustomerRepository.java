package io.github.sharedsession.sample.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores customers.
 */
@Repository
public class CustomerRepository {

	private final JdbcClient jdbc;

	/**
	 * Create a new repository.
	 * @param jdbc the database
	 */
	public CustomerRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Find a customer.
	 * @param id the identity
	 * @return the customer, if there is one
	 */
	public Optional<Customer> find(long id) {
		return this.jdbc.sql("select id, name, email, country_code, registered_at from customer where id = :id")
			.param("id", id)
			.query(CustomerRepository::toCustomer)
			.optional();
	}

	/**
	 * Add a customer, unless the e-mail address is in use.
	 * @param customer the customer to add
	 * @return the added customer, or nothing when the address is in use
	 */
	public Optional<Customer> add(NewCustomer customer) {
		return this.jdbc.sql("""
				insert into customer (name, email, country_code)
				values (:name, :email, :country)
				on conflict (email) do nothing
				returning id, name, email, country_code, registered_at""")
			.param("name", customer.name())
			.param("email", customer.email().toLowerCase(Locale.ROOT))
			.param("country", customer.countryCode())
			.query(CustomerRepository::toCustomer)
			.optional();
	}

	/**
	 * Return whether orders are delivered to a country.
	 * @param countryCode the country, as of ISO 3166
	 * @return whether the country is known
	 */
	public boolean isKnownCountry(String countryCode) {
		return this.jdbc.sql("select exists (select from country where code = :code)")
			.param("code", countryCode)
			.query(Boolean.class)
			.single();
	}

	private static Customer toCustomer(ResultSet row, int rowNumber) throws SQLException {
		return new Customer(row.getLong("id"), row.getString("name"), row.getString("email"),
				row.getString("country_code"), row.getObject("registered_at", OffsetDateTime.class).toInstant());
	}

}
