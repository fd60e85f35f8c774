package io.github.sharedsession.sample.catalog;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The products on offer, with their prices and stock.
 */
@Repository
public class Catalog {

	private static final String OFFERED = """
			select p.id, p.sku, p.name, c.amount, s.available
			from product p
			join current_price c on c.product_id = p.id
			join stock s on s.product_id = p.id
			where not p.discontinued""";

	private final JdbcClient jdbc;

	/**
	 * Create a new catalog.
	 * @param jdbc the database
	 */
	public Catalog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Return all products on offer.
	 * @return the products, by article number
	 */
	public List<Product> list() {
		return this.jdbc.sql(OFFERED + " order by p.sku").query(Catalog::toProduct).list();
	}

	/**
	 * Find a product on offer.
	 * @param sku the article number
	 * @return the product, if it is on offer
	 */
	public Optional<Product> find(String sku) {
		return this.jdbc.sql(OFFERED + " and p.sku = :sku").param("sku", sku).query(Catalog::toProduct).optional();
	}

	/**
	 * Put a product on offer.
	 * @param product the product
	 * @return the added product
	 * @throws DuplicateProductException when the article number is in use
	 */
	@Transactional
	public Product add(NewProduct product) {
		long id = this.jdbc
			.sql("insert into product (sku, name) values (:sku, :name) on conflict (sku) do nothing returning id")
			.param("sku", product.sku())
			.param("name", product.name())
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new DuplicateProductException(product.sku()));
		changePrice(id, product.price());
		this.jdbc.sql("insert into stock (product_id, available) values (:id, :available)")
			.param("id", id)
			.param("available", product.available())
			.update();
		return new Product(id, product.sku(), product.name(), product.price(), product.available());
	}

	/**
	 * Take a product off the offer. Orders that have been placed keep it.
	 * @param sku the article number
	 * @throws ProductNotFoundException when the product is not on offer
	 */
	public void discontinue(String sku) {
		int changed = this.jdbc.sql("update product set discontinued = true where sku = :sku and not discontinued")
			.param("sku", sku)
			.update();
		if (changed == 0) {
			throw new ProductNotFoundException(sku);
		}
	}

	/**
	 * Take products out of the stock.
	 * @param product the product
	 * @param quantity how many
	 * @throws OutOfStockException when there are less
	 */
	public void take(Product product, int quantity) {
		int changed = this.jdbc.sql("""
				update stock set available = available - :quantity
				where product_id = :id and available >= :quantity""")
			.param("id", product.id())
			.param("quantity", quantity)
			.update();
		if (changed == 0) {
			throw new OutOfStockException(product.sku(), quantity);
		}
	}

	/**
	 * Put products into the stock.
	 * @param sku the article number
	 * @param quantity how many
	 * @throws ProductNotFoundException when there is no such product
	 */
	public void restock(String sku, int quantity) {
		int changed = this.jdbc.sql("""
				update stock set available = available + :quantity
				where product_id = (select id from product where sku = :sku)""")
			.param("sku", sku)
			.param("quantity", quantity)
			.update();
		if (changed == 0) {
			throw new ProductNotFoundException(sku);
		}
	}

	private void changePrice(long id, BigDecimal price) {
		this.jdbc.sql("insert into price (product_id, amount) values (:id, :amount)")
			.param("id", id)
			.param("amount", price)
			.update();
	}

	private static Product toProduct(ResultSet row, int rowNumber) throws SQLException {
		return new Product(row.getLong("id"), row.getString("sku"), row.getString("name"), row.getBigDecimal("amount"),
				row.getInt("available"));
	}

}
