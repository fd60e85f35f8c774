package io.github.sharedsession.sample.catalog;

/**
 * Thrown when an article number is in use.
 */
public class DuplicateProductException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param sku the article number
	 */
	public DuplicateProductException(String sku) {
		super("There already is a product " + sku);
	}

}
