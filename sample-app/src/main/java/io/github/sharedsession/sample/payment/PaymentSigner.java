package io.github.sharedsession.sample.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Signs what is sent to the payment service.
 */
@Component
class PaymentSigner {

	private final @Nullable PrivateKey key;

	PaymentSigner(PaymentProperties properties) throws GeneralSecurityException {
		String key = properties.signingKey();
		this.key = StringUtils.hasText(key) ? KeyFactory.getInstance("RSA")
			.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))) : null;
	}

	/**
	 * Sign a text.
	 * @param text the text
	 * @return the Base64 text of its {@code SHA256withRSA} signature, or nothing without
	 * a key
	 */
	Optional<String> sign(String text) {
		if (this.key == null) {
			return Optional.empty();
		}
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(this.key);
			signature.update(text.getBytes(StandardCharsets.UTF_8));
			return Optional.of(Base64.getEncoder().encodeToString(signature.sign()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Could not sign with the key 'orders.payment.signing-key'", ex);
		}
	}

}
