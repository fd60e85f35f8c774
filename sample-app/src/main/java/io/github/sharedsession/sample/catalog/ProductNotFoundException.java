package io.github.sharedsession.sample.catalog;

/**
 * Thrown when there is no such product.
 */
public class ProductNotFoundException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param sku the article number that was asked for
	 */
	public ProductNotFoundException(String sku) {
		super("There is no product " + sku);
	}

}
