package io.github.sharedsession.integration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A Gradle that runs, laid out from what Maven Central has of it: all classes of a real
 * Gradle in one jar, which is meant to be compiled against. Gradle looks for its modules
 * as jars of their own: they stand here as empty jars that refer to the one.
 *
 * @param directory where it is
 */
record GradleDistribution(Path directory) {

	private static final String VERSION = "8.8";

	private static final String ALL = "all.jar";

	private static final String MANIFEST = "-classpath.properties";

	/** Modules that are looked for and are not in the jar, as nothing here needs them. */
	private static final List<String> MISSING_MODULES = List.of("gradle-build-profile", "gradle-java-compiler-plugin",
			"gradle-kotlin-dsl-provider-plugins", "gradle-kotlin-dsl-tooling-builders", "gradle-test-kit",
			"gradle-installation-beacon");

	/** Libraries that are looked for by their names and are in the jar. */
	private static final List<String> LIBRARIES = List.of("asm", "commons-lang", "guava", "javax.inject",
			"jul-to-slf4j", "kryo", "native-platform", "slf4j-api");

	private static final String AGENT = "gradle-instrumentation-agent";

	/** What the redistribution has renamed of the libraries that tests bring. */
	private static final List<String> RENAMED = List.of("org/gradle/internal/impldep/org/junit/",
			"org/gradle/internal/impldep/org/opentest4j/");

	private static final List<String> TESTING = List.of("org/gradle/api/internal/tasks/testing/junitplatform",
			"org/gradle/api/internal/tasks/testing/failure/mappers");

	/**
	 * Lay out a distribution.
	 * @param libraries where the jar and those of Groovy, Kotlin and Ant are
	 * @param directory where it is to be
	 * @return the distribution
	 */
	static GradleDistribution of(Path libraries, Path directory) {
		try {
			Path lib = directory.resolve("lib");
			Files.createDirectories(lib.resolve("plugins"));
			List<String> jars = copy(libraries, lib);
			String classPath = jars.stream().filter((jar) -> !jar.startsWith("ant")).collect(Collectors.joining(" "));
			for (String module : adapt(lib.resolve(ALL))) {
				writeModule(lib, module, classPath);
			}
			for (String module : MISSING_MODULES) {
				writeModule(lib, module, classPath);
			}
			for (String library : LIBRARIES) {
				writeModule(lib, library, classPath);
			}
			writeModule(lib, AGENT, "");
			return new GradleDistribution(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> copy(Path libraries, Path lib) throws IOException {
		try (Stream<Path> jars = Files.list(libraries)) {
			List<Path> files = jars.toList();
			for (Path jar : files) {
				Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
			return files.stream().map((jar) -> jar.getFileName().toString()).sorted().toList();
		}
	}

	/**
	 * Make it a Gradle again.
	 * @return the names of its modules
	 */
	private static List<String> adapt(Path jar) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(jar); Stream<Path> files = Files.list(zip.getPath("/"))) {
			// It would be loaded too early
			Files.deleteIfExists(zip.getPath("META-INF/services/java.nio.file.spi.FileSystemProvider"));
			for (String directory : TESTING) {
				restoreNames(zip.getPath(directory));
			}
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(MANIFEST))
				.map((name) -> name.substring(0, name.length() - MANIFEST.length()))
				.toList();
		}
	}

	private static void restoreNames(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
				Files.write(file, restoreNames(Files.readAllBytes(file)));
			}
		}
	}

	/** Names are in the constant pool of a class, and others refer to their places. */
	private static byte[] restoreNames(byte[] type) throws IOException {
		ByteArrayOutputStream restored = new ByteArrayOutputStream();
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(type));
		DataOutputStream out = new DataOutputStream(restored);
		out.writeLong(in.readLong());
		int count = in.readUnsignedShort();
		out.writeShort(count);
		for (int i = 1; i < count; i++) {
			int tag = in.readUnsignedByte();
			out.writeByte(tag);
			if (tag == 1) {
				out.writeUTF(restoreNames(in.readUTF()));
			}
			else {
				out.write(in.readNBytes(size(tag)));
				i += isOfTwoPlaces(tag) ? 1 : 0;
			}
		}
		in.transferTo(out);
		return restored.toByteArray();
	}

	private static boolean isOfTwoPlaces(int tag) {
		return tag == 5 || tag == 6;
	}

	private static int size(int tag) {
		return switch (tag) {
			case 5, 6 -> 8;
			case 7, 8, 16, 19, 20 -> 2;
			case 15 -> 3;
			default -> 4;
		};
	}

	private static String restoreNames(String text) {
		String restored = text;
		for (String renamed : RENAMED) {
			String own = renamed.substring(renamed.indexOf("impldep/") + "impldep/".length());
			restored = restored.replace(renamed, own).replace(renamed.replace('/', '.'), own.replace('/', '.'));
		}
		// As a package without anything after it
		return restored.replace("org.gradle.internal.impldep.org.junit", "org.junit");
	}

	private static void writeModule(Path lib, String name, String classPath) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jar(lib, name)), manifest)) {
			jar.putNextEntry(new ZipEntry(name + MANIFEST));
			jar.write("projects=\nruntime=\n".getBytes(StandardCharsets.UTF_8));
		}
	}

	private static Path jar(Path lib, String name) {
		return lib.resolve(name + "-" + VERSION + ".jar");
	}

	/** What {@code bin/gradle} starts. */
	Path launcher() {
		return jar(this.directory.resolve("lib"), "gradle-launcher");
	}

}
