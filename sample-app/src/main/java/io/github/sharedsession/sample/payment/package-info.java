/**
 * The outbound calls to the payment service.
 */
@NullMarked
package io.github.sharedsession.sample.payment;

import org.jspecify.annotations.NullMarked;
