package io.github.sharedsession.sample.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An order with all its lines.
 *
 * @param id the identity
 * @param customerId who placed it
 * @param status how far it has come
 * @param placedAt when it was placed
 * @param net the sum of its lines
 * @param gross the amount to pay, with the VAT of the customer's country
 * @param payment where the money is, or {@code null} when there was no payment
 * @param lines what was ordered, by article number
 */
public record Order(long id, long customerId, OrderStatus status, Instant placedAt, BigDecimal net, BigDecimal gross,
		@Nullable PaymentStatus payment, List<Line> lines) {

	/**
	 * A line of an order.
	 *
	 * @param sku the article number
	 * @param quantity how many
	 * @param unitPrice the net price when the order was placed
	 */
	public record Line(String sku, int quantity, BigDecimal unitPrice) {

	}

}
