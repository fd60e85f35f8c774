package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encrypted connections, of JVMs that trust a certificate of their own.
 */
@EnabledIfSystemProperty(named = "long-tests", matches = "true")
class RedisTlsTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@Test
	void serverIsTrustedOnlyWithACertificateForItsName() throws Exception {
		Path keys = this.temporary.resolve("keys");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass",
				PASSWORD, "-alias", "redis", "-dname", "CN=redis", "-ext", "SAN=dns:localhost")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
		try (Link link = Link.to(Redis.common().port(), encrypted(keys))) {
			try (MemberProcess member = start(keys, "rediss://localhost:" + link.port())) {
				member.send("acquire a -").await("acquired a");
				assertThat(Redis.common().leases("tls", member.pid())).hasSize(1);
			}
			try (MemberProcess member = start(keys, "rediss://127.0.0.1:" + link.port())) {
				assertThat(member.send("acquire a -").await("error")).startsWith("SharedSessionStoreException")
					.contains("rediss://127.0.0.1", "No subject alternative names", "Action:");
			}
			try (MemberProcess member = start(Path.of("/dev/null"), "rediss://localhost:" + link.port())) {
				assertThat(member.send("acquire a -").await("error")).startsWith("SharedSessionStoreException")
					.contains("rediss://localhost", "Action:");
			}
		}
	}

	private static ServerSocket encrypted(Path keys) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(keys)) {
			store.load(stream, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(store, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	private MemberProcess start(Path trusted, String url) {
		String options = "-Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=" + PASSWORD
				+ " -Djavax.net.ssl.trustStore=" + trusted;
		return MemberProcess.start(
				List.of("/bin/sh", "-c", "JAVA_TOOL_OPTIONS=\"$0\" && export JAVA_TOOL_OPTIONS && exec \"$@\"",
						options),
				MemberMain.class, List.of(this.temporary.resolve("root").toString(), "run", "0", url, "tls", "2000"));
	}

}
