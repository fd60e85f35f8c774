package io.github.sharedsession.core.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells whether a shared value leads into one process: whether it names a port on which
 * that process itself listens, not one of its children. Knows that on Linux only;
 * elsewhere, and for what has no port, it has no opinion.
 */
public final class ListeningPorts {

	/** A port after a host, as in a URL, or after a name that says so, as in JSON. */
	private static final Pattern PORT = Pattern.compile(
			"[\\w\\]]:(\\d{2,5})(?![\\w.:])|port\\w*\"?\\s*[:=]\\s*\"?(\\d{2,5})(?=[\",;}\\]/]|$)",
			Pattern.CASE_INSENSITIVE);

	private static final String LISTEN = "0A";

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

	private ListeningPorts() {
	}

	/**
	 * Find a port that a value names and a process serves.
	 * @param value a shared value
	 * @param pid the process
	 * @return the port, or 0 when there is none
	 */
	public static int find(byte[] value, long pid) {
		Set<Integer> served = served(named(value), pid);
		return served.isEmpty() ? 0 : served.iterator().next();
	}

	/**
	 * Find out which of some ports a process serves.
	 * @param named the ports
	 * @param pid the process
	 * @return those among them, in order
	 */
	public static Set<Integer> served(Set<Integer> named, long pid) {
		if (named.isEmpty()) {
			return Set.of();
		}
		Path process = Path.of("/proc", Long.toString(pid));
		Map<String, Integer> ports = new HashMap<>();
		try {
			for (String table : new String[] { "net/tcp", "net/tcp6" }) {
				readListening(process.resolve(table), ports);
			}
			ports.values().retainAll(named);
			return ports.isEmpty() ? Set.of() : findOwned(process.resolve("fd"), ports);
		}
		catch (IOException | UncheckedIOException ex) {
			return Set.of();
		}
	}

	public static Set<Integer> named(byte[] value) {
		Set<Integer> ports = new TreeSet<>();
		Matcher matcher = PORT.matcher(new String(value, StandardCharsets.ISO_8859_1));
		while (matcher.find()) {
			ports.add(Integer.valueOf((matcher.group(1) != null) ? matcher.group(1) : matcher.group(2)));
		}
		return ports;
	}

	/** Of the process's network, by the number of the socket. */
	private static void readListening(Path table, Map<String, Integer> ports) throws IOException {
		if (!Files.exists(table)) {
			return;
		}
		for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
			String[] columns = SPACE.split(line.strip(), -1);
			if (columns.length > 9 && LISTEN.equals(columns[3])) {
				int port = Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16);
				ports.put(columns[9], port);
			}
		}
	}

	private static Set<Integer> findOwned(Path descriptors, Map<String, Integer> ports) throws IOException {
		Set<Integer> owned = new TreeSet<>();
		try (Stream<Path> files = Files.list(descriptors)) {
			for (Path file : files.toList()) {
				Integer port = ports.get(socket(file));
				if (port != null) {
					owned.add(port);
				}
			}
		}
		return owned;
	}

	private static String socket(Path descriptor) {
		try {
			Matcher matcher = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
			return matcher.matches() ? matcher.group(1) : "";
		}
		catch (IOException ex) {
			// Just closed
			return "";
		}
	}

}
