package io.github.sharedsession.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the kernel says about listening sockets, on Linux.
 */
final class Listeners {

	private static final String LISTEN = "0A";

	private static final String LOOPBACK = "0100007F";

	private static final String MAPPED_LOOPBACK = "0000000000000000FFFF0000" + LOOPBACK;

	private Listeners() {
	}

	/**
	 * Assert that somebody listens on a port, and on the loopback interface only.
	 */
	static void assertLoopbackOnly(int port) throws IOException {
		Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
		assertThat(addresses(port)).isNotEmpty().isSubsetOf(LOOPBACK, MAPPED_LOOPBACK);
	}

	/**
	 * Assert that nobody listens on a port.
	 */
	static void assertNone(int port) throws IOException {
		assertThat(addresses(port)).isEmpty();
	}

	private static List<String> addresses(int port) throws IOException {
		String suffix = ":" + String.format(Locale.ROOT, "%04X", port);
		return Stream.concat(lines("/proc/net/tcp"), lines("/proc/net/tcp6"))
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields[3].equals(LISTEN) && fields[1].endsWith(suffix))
			.map((fields) -> fields[1].substring(0, fields[1].length() - suffix.length()))
			.toList();
	}

	private static Stream<String> lines(String file) throws IOException {
		Path path = Path.of(file);
		return Files.exists(path) ? Files.readAllLines(path).stream().skip(1) : Stream.empty();
	}

}
