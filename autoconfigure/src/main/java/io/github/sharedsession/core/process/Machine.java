package io.github.sharedsession.core.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;

import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The machine that this JVM runs on, where members of a session are on several: a process
 * id tells nothing of another one.
 */
public final class Machine {

	private static final String ENTRY = "machine";

	private static final String NAME = "name";

	private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

	private Machine() {
	}

	/** The session of this JVM is one of several machines. */
	public static void isOneOfSeveral() {
		state().putIfAbsent(NAME, detect());
	}

	/**
	 * Return the name of this machine, for who meets members on others.
	 * @return the name, or {@code null} in a session of one machine
	 */
	public static @Nullable String name() {
		return (String) state().get(NAME);
	}

	/** That of the JDK asks the network, which may take seconds. */
	private static String detect() {
		String name = System.getenv("HOSTNAME");
		if (name == null || name.isBlank()) {
			name = read();
		}
		// It becomes a part of lines of words
		return name.strip().replaceAll("[^A-Za-z0-9._-]", "_");
	}

	private static String read() {
		try {
			return Files.readString(HOST_NAME, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			try {
				return InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException unknown) {
				return "unknown";
			}
		}
	}

	private static ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(ENTRY);
	}

}
