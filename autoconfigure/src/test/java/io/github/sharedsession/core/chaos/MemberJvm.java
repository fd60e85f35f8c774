package io.github.sharedsession.core.chaos;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.core.acquire.Coordinator;

/**
 * How the JVM of a member is started: quickly, since thousands are. Its classes come from
 * an archive of loaded classes that one run of a member has made, if that worked.
 */
final class MemberJvm {

	private static final String PACKAGES = "io/github/sharedsession";

	private final Path jar;

	private final Path archive;

	private final ChaosStore store;

	private MemberJvm(Path jar, Path archive, ChaosStore store) {
		this.jar = jar;
		this.archive = archive;
		this.store = store;
	}

	/**
	 * Prepare what all members need.
	 * @param directory an existing directory to keep it in
	 * @param store where sessions are kept
	 */
	static MemberJvm prepare(Path directory, ChaosStore store) throws IOException, InterruptedException {
		MemberJvm jvm = new MemberJvm(directory.resolve("members.jar"), directory.resolve("members.jsa"), store);
		jvm.writeJar();
		Path world = jvm.newWorld(directory.resolve("rehearsal"));
		List<String> arguments = new ArrayList<>(List.of("rehearsal/", "rehearsal"));
		arguments.set(0, world.toString());
		arguments.addAll(MemberPlan.orderly("rehearsal", jvm.keys()).words());
		List<String> command = jvm.command(ChaosMember.class, arguments);
		command.add(1, "-XX:ArchiveClassesAtExit=" + jvm.archive);
		run(command, directory.resolve("rehearsal.log"));
		store.remove(world);
		return jvm;
	}

	ChaosStore store() {
		return this.store;
	}

	/** The resources that members share. */
	List<String> keys() {
		return this.store.isOnServer() ? MemberPlan.KEYS_OF_MACHINES : MemberPlan.KEYS;
	}

	Path newWorld(Path world) throws IOException {
		this.store.create(world);
		Files.createDirectories(world.resolve("ledger"));
		Files.createDirectories(world.resolve("resources"));
		return world;
	}

	private static void run(List<String> command, Path log) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new IllegalStateException("The rehearsal failed, see " + log.toAbsolutePath());
		}
	}

	/**
	 * The command that runs a main class.
	 */
	List<String> command(Class<?> main, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx32m", "-Xss512k",
						"-D" + ChaosMember.STORE + "=" + this.store.getClass().getName()));
		command.addAll(this.store.options());
		if (Files.exists(this.archive)) {
			// Without it JDK 17 moves the archive to a random address first
			command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0",
					"-XX:SharedArchiveFile=" + this.archive));
		}
		command.addAll(List.of("-cp", classPath(), main.getName()));
		command.addAll(arguments);
		return command;
	}

	private String classPath() {
		return Stream.concat(Stream.of(this.jar), this.store.libraries().stream().map(MemberJvm::location).distinct())
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Path location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Such an archive takes classes from jars only. */
	private void writeJar() throws IOException {
		Set<String> names = new LinkedHashSet<>();
		try (OutputStream file = Files.newOutputStream(this.jar); JarOutputStream out = new JarOutputStream(file)) {
			for (Class<?> type : List.of(Coordinator.class, ChaosMember.class, this.store.getClass())) {
				Path location = location(type);
				if (Files.isDirectory(location)) {
					copy(location, names, out);
				}
				else {
					try (FileSystem jar = FileSystems.newFileSystem(location)) {
						copy(jar.getPath("/"), names, out);
					}
				}
			}
		}
	}

	private static void copy(Path root, Set<String> names, JarOutputStream out) throws IOException {
		try (Stream<Path> files = Files.walk(root.resolve(PACKAGES))) {
			for (Path source : files.filter(Files::isRegularFile).toList()) {
				String name = root.relativize(source).toString();
				if (names.add(name)) {
					out.putNextEntry(new JarEntry(name));
					Files.copy(source, out);
					out.closeEntry();
				}
			}
		}
	}

}
