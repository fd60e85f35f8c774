package io.github.sharedsession.sample.catalog;

import java.math.BigDecimal;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * A product to put on offer.
 *
 * @param sku the article number
 * @param name the name
 * @param price the net price
 * @param available how many are in stock
 */
public record NewProduct(@NotNull @Pattern(regexp = "[A-Z0-9][A-Z0-9-]*") String sku, @NotBlank String name,
		@NotNull @Positive @Digits(integer = 10, fraction = 2) BigDecimal price, @PositiveOrZero int available) {

}
