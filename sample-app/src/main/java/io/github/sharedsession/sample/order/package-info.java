/**
 * Placing, listing and cancelling orders.
 */
@NullMarked
package io.github.sharedsession.sample.order;

import org.jspecify.annotations.NullMarked;
