package io.github.sharedsession.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * What the shop sells.
 */
@Entity
public class Product {

	@Id
	private int id;

	@Column(nullable = false)
	private String productName = "";

	public int getId() {
		return this.id;
	}

	public String getProductName() {
		return this.productName;
	}

}
