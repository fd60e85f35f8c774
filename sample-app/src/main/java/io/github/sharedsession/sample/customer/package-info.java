/**
 * The customers who place orders.
 */
@NullMarked
package io.github.sharedsession.sample.customer;

import org.jspecify.annotations.NullMarked;
