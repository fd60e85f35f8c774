package io.github.sharedsession.sample.catalog;

/**
 * Thrown when less is in stock than was ordered.
 */
public class OutOfStockException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param sku the article number
	 * @param quantity the quantity that was ordered
	 */
	public OutOfStockException(String sku, int quantity) {
		super("There are less than " + quantity + " of " + sku + " in stock");
	}

}
