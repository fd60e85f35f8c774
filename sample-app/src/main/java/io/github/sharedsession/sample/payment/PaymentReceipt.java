package io.github.sharedsession.sample.payment;

/**
 * What the payment service says when it has authorized a payment.
 *
 * @param reference names the payment
 */
public record PaymentReceipt(String reference) {

}
