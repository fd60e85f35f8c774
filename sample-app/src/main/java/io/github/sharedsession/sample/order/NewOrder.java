package io.github.sharedsession.sample.order;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;

/**
 * An order to place.
 *
 * @param customerId who places it
 * @param lines what is ordered
 */
public record NewOrder(long customerId, @NotEmpty List<@Valid Line> lines) {

	/**
	 * A line of an order to place.
	 *
	 * @param sku the article number
	 * @param quantity how many
	 */
	public record Line(@NotBlank String sku, @Positive int quantity) {

	}

}
