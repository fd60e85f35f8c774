package io.github.sharedsession.sample.payment;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How to reach the payment service.
 *
 * @param baseUrl the address of the payment service
 * @param signingKey the RSA private key that requests are signed with, as the Base64 text
 * of its PKCS #8 form; requests are not signed when it is empty, which only a sandbox
 * accepts
 */
@ConfigurationProperties("orders.payment")
public record PaymentProperties(URI baseUrl, @Nullable String signingKey) {

}
