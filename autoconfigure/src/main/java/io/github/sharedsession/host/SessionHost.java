package io.github.sharedsession.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.core.acquire.HostLauncher;
import org.jspecify.annotations.Nullable;

/**
 * Starts session hosts with the test class path and the Java of this JVM.
 */
public final class SessionHost implements HostLauncher {

	/**
	 * A host is idle most of the time, and its first answer is what forks wait for: no
	 * second compiler, the collector with the smallest footprint, and no heap beyond what
	 * is in use.
	 */
	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
			"-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true");

	private static final String COLLECTOR = "-XX:+UseSerialGC";

	private static final List<String> HEAP = List.of("-Xms16m", "-Xmx512m");

	private static final List<String> HEAP_IN_USE = List.of("-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40");

	/** A maximum goes with ours: the last one counts. The others need not fit it. */
	private static final Pattern OTHER_HEAP = Pattern
		.compile("-Xm[ns].*|-XX:((Initial|Min)HeapSize|(Max)?NewSize|OldSize|MaxRAM|(Initial|Max)RAMPercentage)=.*");

	private static final Pattern FREE_RATIO = Pattern.compile("-XX:M(in|ax)HeapFreeRatio=.*");

	private static final Path SETSID = Path.of("/usr/bin/setsid");

	private final Duration linger;

	private final Duration closeLimit;

	private final List<String> options;

	private final ClassPath classPath = ClassPath.ofThisJvm();

	private @Nullable String fingerprint;

	/**
	 * Create a launcher.
	 * @param linger how long a host outlives the last fork, when no build keeps it
	 * @param closeLimit how long a server may take to close
	 * @param options options for the host's JVM, separated by white space
	 */
	public SessionHost(Duration linger, Duration closeLimit, String options) {
		this.linger = linger;
		this.closeLimit = closeLimit;
		this.options = Stream.of(options.split("\\s+")).filter((option) -> !option.isEmpty()).toList();
	}

	@Override
	public synchronized String fingerprint() {
		String fingerprint = this.fingerprint;
		if (fingerprint == null) {
			fingerprint = this.classPath.fingerprint(JavaCommand.java().toString(), String.join(" ", this.options));
			this.fingerprint = fingerprint;
		}
		return fingerprint;
	}

	@Override
	public Process launch(Launch launch) throws IOException {
		List<String> arguments = defaults(this.options);
		arguments.addAll(this.options);
		arguments.addAll(List.of("-cp", this.classPath.toString(), HostMain.class.getName(), launch.root().toString(),
				launch.session(), fingerprint(), String.valueOf(this.linger.toMillis()),
				String.valueOf(this.closeLimit.toMillis()), launch.build()));
		write(launch.arguments(), arguments);
		List<String> command = new ArrayList<>();
		if (Files.isExecutable(SETSID)) {
			// Ctrl-C is for the forks first: they need what the host serves for their own
			// end
			command.add(SETSID.toString());
		}
		command.addAll(JavaCommand.of(launch.arguments()));
		// What the fork's own pipes are for ends with the fork
		ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
		HostEnvironment.clean(builder.environment());
		return builder.start();
	}

	/** Those that the user's own options do not contradict. */
	private static List<String> defaults(List<String> options) {
		List<String> defaults = new ArrayList<>(OPTIONS);
		if (options.stream().noneMatch(HostEnvironment::isCollector)) {
			defaults.add(COLLECTOR);
		}
		if (options.stream().noneMatch(OTHER_HEAP.asMatchPredicate())) {
			defaults.addAll(HEAP);
		}
		if (options.stream().noneMatch(FREE_RATIO.asMatchPredicate())) {
			defaults.addAll(HEAP_IN_USE);
		}
		return defaults;
	}

	/** The file exists already, not readable by others. */
	private static void write(Path file, List<String> arguments) throws IOException {
		String text = arguments.stream().map(SessionHost::quote).collect(Collectors.joining("\n", "", "\n"));
		if (!JavaCommand.FILE_NAMES.newEncoder().canEncode(text)) {
			throw new IOException("the locale of this JVM has the encoding " + JavaCommand.FILE_NAMES
					+ ", which lacks letters of the class path, of the directory of the session or of "
					+ "shared-session.host-options. Run the tests in a locale that has them, such as LC_ALL=C.UTF-8");
		}
		Files.writeString(file, text, JavaCommand.FILE_NAMES);
	}

	/** As the java launcher reads it from an argument file. */
	static String quote(String argument) {
		return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
				+ '"';
	}

}
