package io.github.sharedsession.sample.catalog;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The catalog, over HTTP.
 */
@RestController
@RequestMapping("/products")
class ProductController {

	private final Catalog catalog;

	ProductController(Catalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping
	List<Product> list() {
		return this.catalog.list();
	}

	@GetMapping("/{sku}")
	Product get(@PathVariable String sku) {
		return this.catalog.find(sku).orElseThrow(() -> new ProductNotFoundException(sku));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Product add(@Valid @RequestBody NewProduct product) {
		return this.catalog.add(product);
	}

	@PostMapping("/{sku}/stock")
	Product restock(@PathVariable String sku, @Valid @RequestBody Delivery delivery) {
		this.catalog.restock(sku, delivery.quantity());
		return get(sku);
	}

	@DeleteMapping("/{sku}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void discontinue(@PathVariable String sku) {
		this.catalog.discontinue(sku);
	}

	/**
	 * What arrived at the warehouse.
	 *
	 * @param quantity how many
	 */
	record Delivery(@Positive int quantity) {

	}

}
