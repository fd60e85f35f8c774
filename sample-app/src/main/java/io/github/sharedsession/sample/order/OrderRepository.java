package io.github.sharedsession.sample.order;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

import io.github.sharedsession.sample.catalog.Product;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores orders and their payments.
 */
@Repository
public class OrderRepository {

	private static final String ORDERS = """
			select o.id, o.customer_id, o.status, o.placed_at, t.net, t.gross, p.status as payment
			from orders o
			join order_total t on t.order_id = o.id
			left join payment p on p.order_id = o.id""";

	private final JdbcClient jdbc;

	/**
	 * Create a new repository.
	 * @param jdbc the database
	 */
	public OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Find an order.
	 * @param id the identity
	 * @return the order, if there is one
	 */
	public Optional<Order> find(long id) {
		return this.jdbc.sql(ORDERS + " where o.id = :id").param("id", id).query(this::toOrder).optional();
	}

	/**
	 * Return the orders of a customer.
	 * @param customerId the customer
	 * @return the orders, newest first
	 */
	public List<Order> findByCustomer(long customerId) {
		return this.jdbc.sql(ORDERS + " where o.customer_id = :customer order by o.placed_at desc, o.id desc")
			.param("customer", customerId)
			.query(this::toOrder)
			.list();
	}

	/**
	 * Add an order without lines.
	 * @param customerId who places it
	 * @return its identity
	 */
	public long add(long customerId) {
		return this.jdbc.sql("insert into orders (customer_id) values (:customer) returning id")
			.param("customer", customerId)
			.query(Long.class)
			.single();
	}

	/**
	 * Add a line to an order, at the current price.
	 * @param orderId the order
	 * @param product what is ordered
	 * @param quantity how many
	 */
	public void addLine(long orderId, Product product, int quantity) {
		this.jdbc.sql("""
				insert into order_line (order_id, product_id, quantity, unit_price)
				values (:order, :product, :quantity, :price)""")
			.param("order", orderId)
			.param("product", product.id())
			.param("quantity", quantity)
			.param("price", product.price())
			.update();
	}

	/**
	 * Lock an order until the transaction ends.
	 * @param id the identity
	 * @return the status of the order, if there is one
	 */
	public Optional<OrderStatus> lock(long id) {
		return this.jdbc.sql("select status from orders where id = :id for update")
			.param("id", id)
			.query(OrderStatus.class)
			.optional();
	}

	/**
	 * Change the status of an order.
	 * @param id the order
	 * @param status the new status
	 */
	public void changeStatus(long id, OrderStatus status) {
		this.jdbc.sql("update orders set status = :status where id = :id")
			.param("id", id)
			.param("status", status.name())
			.update();
	}

	/**
	 * Add the payment of an order.
	 * @param orderId the order
	 * @param reference names the payment
	 * @param amount the amount paid
	 */
	public void addPayment(long orderId, String reference, BigDecimal amount) {
		this.jdbc.sql("insert into payment (order_id, reference, amount) values (:order, :reference, :amount)")
			.param("order", orderId)
			.param("reference", reference)
			.param("amount", amount)
			.update();
	}

	/**
	 * Change the status of the payment of an order.
	 * @param orderId the order
	 * @param status the new status
	 * @return the reference of the payment
	 */
	public String changePayment(long orderId, PaymentStatus status) {
		return this.jdbc.sql("update payment set status = :status where order_id = :order returning reference")
			.param("order", orderId)
			.param("status", status.name())
			.query(String.class)
			.single();
	}

	private List<Order.Line> findLines(long orderId) {
		return this.jdbc.sql("""
				select p.sku, l.quantity, l.unit_price
				from order_line l
				join product p on p.id = l.product_id
				where l.order_id = :order
				order by p.sku""")
			.param("order", orderId)
			.query((row, rowNumber) -> new Order.Line(row.getString("sku"), row.getInt("quantity"),
					row.getBigDecimal("unit_price")))
			.list();
	}

	private Order toOrder(ResultSet row, int rowNumber) throws SQLException {
		long id = row.getLong("id");
		@Nullable String payment = row.getString("payment");
		return new Order(id, row.getLong("customer_id"), OrderStatus.valueOf(row.getString("status")),
				row.getObject("placed_at", OffsetDateTime.class).toInstant(), row.getBigDecimal("net"),
				row.getBigDecimal("gross"), (payment != null) ? PaymentStatus.valueOf(payment) : null, findLines(id));
	}

}
