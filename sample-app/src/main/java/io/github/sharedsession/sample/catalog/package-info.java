/**
 * The products on offer, with their prices and stock.
 */
@NullMarked
package io.github.sharedsession.sample.catalog;

import org.jspecify.annotations.NullMarked;
