package io.github.sharedsession.sample.shared;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

import io.github.sharedsession.sample.catalog.Catalog;
import io.github.sharedsession.sample.catalog.NewProduct;
import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.customer.Customer;
import io.github.sharedsession.sample.customer.CustomerRepository;
import io.github.sharedsession.sample.customer.NewCustomer;

/**
 * Makes what a test needs, under names that no other test has: the tests of all forks
 * work on one database at the same time.
 */
public class TestData {

	private final CustomerRepository customers;

	private final Catalog catalog;

	TestData(CustomerRepository customers, Catalog catalog) {
		this.customers = customers;
		this.catalog = catalog;
	}

	/**
	 * Return an article number.
	 * @return a new article number
	 */
	public static String sku() {
		return "T-" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
	}

	/**
	 * Return an e-mail address.
	 * @return a new e-mail address
	 */
	public static String email() {
		return UUID.randomUUID() + "@example.org";
	}

	/**
	 * Register a customer in a country without VAT.
	 * @return a new customer
	 */
	public Customer customer() {
		return customer("US");
	}

	/**
	 * Register a customer.
	 * @param countryCode the country
	 * @return a new customer
	 */
	public Customer customer(String countryCode) {
		return this.customers.add(new NewCustomer("Ada Example", email(), countryCode)).orElseThrow();
	}

	/**
	 * Put a product on offer.
	 * @param price the net price
	 * @param available how many are in stock
	 * @return a new product
	 */
	public Product product(String price, int available) {
		return this.catalog.add(new NewProduct(sku(), "A test's product", new BigDecimal(price), available));
	}

	/**
	 * Return how many of a product are in stock.
	 * @param product the product
	 * @return how many are in stock now
	 */
	public int available(Product product) {
		return this.catalog.find(product.sku()).orElseThrow().available();
	}

}
