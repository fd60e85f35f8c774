package io.github.sharedsession.host;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.hosting.Host;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes before they are needed: a directory of the class path may be gone when
 * the host closes its servers, as after {@code mvn clean}. Jar files stay open.
 */
final class ClassLoading {

	private static final int LIMIT = 1000;

	private static final String SUFFIX = ".class";

	private ClassLoading() {
	}

	/**
	 * Load what closing a server may need: the classes beside it, and those of this
	 * library.
	 */
	static void prepareForClosing(Class<?> server) {
		// Nobody waits for that
		Thread thread = new Thread(() -> {
			Stream.of(server, HostMain.class, Store.class).forEach((type) -> load(type, Path.of(""), 1));
			// The packages beside that of the host
			load(Host.class, Path.of(".."), 2);
			HostLog.print("Loaded what closing " + server.getName() + " needs", null);
		}, "shared-session-classes");
		thread.setDaemon(true);
		thread.start();
	}

	private static void load(Class<?> type, Path folder, int depth) {
		Path root = directory(type);
		if (root == null) {
			return;
		}
		Path start = root.resolve(type.getPackageName().replace('.', '/')).resolve(folder).normalize();
		try (Stream<Path> files = Files.walk(start, depth, new FileVisitOption[0])) {
			List<String> names = files.map((file) -> root.relativize(file).toString())
				.filter((name) -> name.endsWith(SUFFIX))
				.limit(LIMIT)
				.toList();
			for (String name : names) {
				load(type, name.substring(0, name.length() - SUFFIX.length()).replace(File.separatorChar, '.'));
			}
		}
		catch (IOException ex) {
			// Then they are loaded when they are needed
		}
	}

	private static void load(Class<?> neighbour, String name) {
		try {
			Class.forName(name, false, neighbour.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Not everything that lies there can be loaded, nor is needed
		}
	}

	private static @Nullable Path directory(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		if (source == null || source.getLocation() == null) {
			return null;
		}
		try {
			URI location = source.getLocation().toURI();
			Path path = "file".equals(location.getScheme()) ? Path.of(location) : null;
			return (path != null && Files.isDirectory(path)) ? path : null;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return null;
		}
	}

}
