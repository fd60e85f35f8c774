package io.github.sharedsession.sample.order;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.sample.catalog.Catalog;
import io.github.sharedsession.sample.catalog.Product;
import io.github.sharedsession.sample.catalog.ProductNotFoundException;
import io.github.sharedsession.sample.customer.CustomerNotFoundException;
import io.github.sharedsession.sample.customer.CustomerRepository;
import io.github.sharedsession.sample.payment.PaymentClient;
import io.github.sharedsession.sample.payment.PaymentDeclinedException;
import io.github.sharedsession.sample.payment.PaymentReceipt;
import io.github.sharedsession.sample.payment.PaymentUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places and cancels orders. No transaction is open while the payment service is asked.
 */
@Service
public class OrderService {

	private static final Logger logger = LoggerFactory.getLogger(OrderService.class);

	private final OrderRepository orders;

	private final CustomerRepository customers;

	private final Catalog catalog;

	private final PaymentClient payments;

	private final OrderProperties properties;

	private final TransactionOperations transactions;

	OrderService(OrderRepository orders, CustomerRepository customers, Catalog catalog, PaymentClient payments,
			OrderProperties properties, TransactionOperations transactions) {
		this.orders = orders;
		this.customers = customers;
		this.catalog = catalog;
		this.payments = payments;
		this.properties = properties;
		this.transactions = transactions;
	}

	/**
	 * Place an order: reserve the stock, then have the payment authorized. An order that
	 * can't be paid is cancelled.
	 * @param order the order to place
	 * @return the paid order
	 */
	public Order place(NewOrder order) {
		check(order);
		Order pending = this.transactions.execute((status) -> reserve(order));
		PaymentReceipt receipt;
		try {
			receipt = this.payments.authorize(pending.id(), pending.gross());
		}
		catch (PaymentDeclinedException | PaymentUnavailableException ex) {
			this.transactions.executeWithoutResult((status) -> release(pending));
			throw ex;
		}
		return this.transactions.execute((status) -> {
			this.orders.changeStatus(pending.id(), OrderStatus.PAID);
			this.orders.addPayment(pending.id(), receipt.reference(), pending.gross());
			return get(pending.id());
		});
	}

	/**
	 * Cancel a paid order: release the stock, then give the money back. A refund that the
	 * payment service does not accept stays due.
	 * @param id the order
	 * @return the cancelled order
	 */
	public Order cancel(long id) {
		String reference = this.transactions.execute((status) -> {
			OrderStatus current = this.orders.lock(id).orElseThrow(() -> new OrderNotFoundException(id));
			if (current != OrderStatus.PAID) {
				throw new OrderStatusException(id, current);
			}
			release(get(id));
			return this.orders.changePayment(id, PaymentStatus.REFUND_DUE);
		});
		try {
			this.payments.refund(reference);
			this.orders.changePayment(id, PaymentStatus.REFUNDED);
		}
		catch (PaymentUnavailableException ex) {
			logger.warn("The refund of order {} stays due", id, ex);
		}
		return get(id);
	}

	/**
	 * Return an order.
	 * @param id the order
	 * @return the order
	 */
	public Order get(long id) {
		return this.orders.find(id).orElseThrow(() -> new OrderNotFoundException(id));
	}

	/**
	 * Return the orders of a customer.
	 * @param customerId the customer
	 * @return the orders, newest first
	 */
	public List<Order> list(long customerId) {
		if (this.customers.find(customerId).isEmpty()) {
			throw new CustomerNotFoundException(customerId);
		}
		return this.orders.findByCustomer(customerId);
	}

	private void check(NewOrder order) {
		if (order.lines().size() > this.properties.maxLines()) {
			throw new OrderRejectedException("An order has at most " + this.properties.maxLines() + " lines");
		}
		Set<String> skus = new HashSet<>();
		for (NewOrder.Line line : order.lines()) {
			if (!skus.add(line.sku())) {
				throw new OrderRejectedException("More than one line has product " + line.sku());
			}
		}
	}

	private Order reserve(NewOrder order) {
		if (this.customers.find(order.customerId()).isEmpty()) {
			throw new CustomerNotFoundException(order.customerId());
		}
		long id = this.orders.add(order.customerId());
		// In one order for all, so that two orders of the same products don't deadlock
		for (NewOrder.Line line : order.lines().stream().sorted(Comparator.comparing(NewOrder.Line::sku)).toList()) {
			Product product = this.catalog.find(line.sku()).orElseThrow(() -> new ProductNotFoundException(line.sku()));
			this.catalog.take(product, line.quantity());
			this.orders.addLine(id, product, line.quantity());
		}
		return get(id);
	}

	private void release(Order order) {
		for (Order.Line line : order.lines()) {
			this.catalog.restock(line.sku(), line.quantity());
		}
		this.orders.changeStatus(order.id(), OrderStatus.CANCELLED);
	}

}
