package io.github.sharedsession.coordinator.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import io.github.sharedsession.coordinator.Coordinator;

/**
 * How the JVM of a member is started: quickly, since thousands are. Its classes come from
 * an archive of loaded classes that one run of a member has made, if that worked.
 */
final class MemberJvm {

	private static final String PACKAGES = "io/github/sharedsession";

	private final Path jar;

	private final Path archive;

	private MemberJvm(Path jar, Path archive) {
		this.jar = jar;
		this.archive = archive;
	}

	/**
	 * Prepare what all members need.
	 * @param directory an existing directory to keep it in
	 */
	static MemberJvm prepare(Path directory) throws IOException, InterruptedException {
		MemberJvm jvm = new MemberJvm(directory.resolve("members.jar"), directory.resolve("members.jsa"));
		jvm.writeJar();
		Path world = newWorld(directory.resolve("rehearsal"));
		List<String> arguments = new ArrayList<>(List.of("rehearsal/", "rehearsal"));
		arguments.set(0, world.toString());
		arguments.addAll(MemberPlan.orderly("rehearsal").words());
		List<String> command = jvm.command(ChaosMember.class, arguments);
		command.add(1, "-XX:ArchiveClassesAtExit=" + jvm.archive);
		run(command, directory.resolve("rehearsal.log"));
		return jvm;
	}

	static Path newWorld(Path world) throws IOException {
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
						"-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx32m", "-Xss512k"));
		if (Files.exists(this.archive)) {
			// Without it JDK 17 moves the archive to a random address first
			command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0",
					"-XX:SharedArchiveFile=" + this.archive));
		}
		command.addAll(List.of("-cp", this.jar.toString(), main.getName()));
		command.addAll(arguments);
		return command;
	}

	/** Such an archive takes classes from jars only. */
	private void writeJar() throws IOException {
		Set<String> names = new LinkedHashSet<>();
		try (OutputStream file = Files.newOutputStream(this.jar); JarOutputStream out = new JarOutputStream(file)) {
			for (Class<?> type : List.of(Coordinator.class, ChaosMember.class)) {
				Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
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
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
