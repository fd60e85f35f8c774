package io.github.sharedsession.sample.shared;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The keys of requests to the payment service. Large keys, which take a while to
 * generate.
 *
 * @param publicKey the public key, as the Base64 text of its X.509 form
 * @param privateKey the private key, as the Base64 text of its PKCS #8 form
 */
public record PaymentKeys(String publicKey, String privateKey) {

	/**
	 * Generate keys.
	 * @return new keys
	 * @throws GeneralSecurityException when that fails
	 */
	static PaymentKeys generate() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(4096);
		KeyPair keys = generator.generateKeyPair();
		return new PaymentKeys(encode(keys.getPublic().getEncoded()), encode(keys.getPrivate().getEncoded()));
	}

	/**
	 * Return whether a text was signed with the private key of a public one.
	 * @param publicKey the public key
	 * @param text the text
	 * @param signature the Base64 text of its signature
	 * @return whether the public key verifies it
	 * @throws GeneralSecurityException when the signature is malformed
	 */
	static boolean verify(String publicKey, String text, String signature) throws GeneralSecurityException {
		PublicKey key = KeyFactory.getInstance("RSA")
			.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
		Signature verifier = Signature.getInstance("SHA256withRSA");
		verifier.initVerify(key);
		verifier.update(text.getBytes(StandardCharsets.UTF_8));
		return verifier.verify(Base64.getDecoder().decode(signature));
	}

	private static String encode(byte[] key) {
		return Base64.getEncoder().encodeToString(key);
	}

}
