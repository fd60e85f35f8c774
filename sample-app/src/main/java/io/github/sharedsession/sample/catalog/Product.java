package io.github.sharedsession.sample.catalog;

import java.math.BigDecimal;

/**
 * A product on offer.
 *
 * @param id the identity
 * @param sku the article number
 * @param name the name
 * @param price the current net price
 * @param available how many are in stock and not part of an order
 */
public record Product(long id, String sku, String name, BigDecimal price, int available) {

}
