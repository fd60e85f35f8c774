package io.github.sharedsession.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The environment of a JVM that runs beside the one that starts it. Both would read the
 * same JVM options from it: what two JVMs can't share, such as a port or a file to write,
 * and what is meant for a JVM of another size is left out. Everything else, such as a
 * trust store, a proxy or a locale, stays.
 */
public final class HostEnvironment {

	/** Read by the JVM itself, HotSpot or OpenJ9, and by the java launcher. */
	private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
			"OPENJ9_JAVA_OPTIONS", "IBM_JAVA_OPTIONS");

	/** Of HotSpot, and of OpenJ9. */
	private static final Pattern FILE_OF_OPTIONS = Pattern.compile("(?:-XX:VMOptionsFile=|-Xoptionsfile=)(.*)");

	private static final Pattern COLLECTOR = Pattern
		.compile("-XX:[+-]Use(Serial|Parallel|ParallelOld|G1|Z|Shenandoah|Epsilon|ConcMarkSweep|ParNew)GC"
				+ "|-Xgcpolicy:.*");

	private static final Pattern HEAP = Pattern.compile("-Xm[nosx].*|-Xsoftmx.*"
			+ "|-XX:((Initial|Max|Min|SoftMax)HeapSize|(Max)?NewSize|OldSize|MaxRAM|(Initial|Max|Min)RAMPercentage"
			+ "|(Min|Max)HeapFreeRatio)=.*");

	/** Debuggers, JMX, and agents that are told something: mostly a port, or a file. */
	private static final Pattern PORT_OR_AGENT = Pattern.compile(
			"-Xdebug|-Xrun.*|-agentlib:jdwp.*|-Dcom\\.sun\\.management\\..*|-XX:\\+ManagementServer|-(agentlib|agentpath|javaagent):[^=]*=.*");

	private static final Pattern FILE = Pattern
		.compile("-Xloggc:.*|-Xlog:[^:]*:(?!(stdout|stderr)?(:|$)).*|-XX:LogFile=.*"
				+ "|-XX:(StartFlightRecording|FlightRecorderOptions).*|-XX:Flags=.*"
				+ "|-XX:(ArchiveClassesAtExit|DumpLoadedClassList|AOTCacheOutput|AOTConfiguration|AOTMode)=.*"
				+ "|-XX:\\+AutoCreateSharedArchive|-Xverbosegclog.*|-Xtrace:.*output=.*|-Xdump:.*file=.*");

	private HostEnvironment() {
	}

	/**
	 * Leave out what another JVM can't share.
	 * @param environment the environment of a process to start, which is changed
	 */
	public static void clean(Map<String, String> environment) {
		for (String variable : VARIABLES) {
			String value = environment.get(variable);
			if (value != null) {
				String cleaned = clean(value, variable.startsWith("JDK"));
				if (cleaned.isEmpty()) {
					environment.remove(variable);
				}
				else {
					environment.put(variable, cleaned);
				}
			}
		}
	}

	static boolean isCollector(String option) {
		return COLLECTOR.matcher(option).matches();
	}

	private static String clean(String value, boolean launcher) {
		List<String> options = new ArrayList<>();
		JvmOptions.split(value).forEach((raw) -> {
			String option = JvmOptions.unquote(raw);
			Matcher file = FILE_OF_OPTIONS.matcher(option);
			if (launcher && option.startsWith("@") && !option.startsWith("@@")) {
				options.add(cleanFile(raw, option.substring(1), JvmOptions::ofArgumentFile));
			}
			else if (file.matches()) {
				options.add(cleanFile(raw, file.group(1), JvmOptions::of));
			}
			else if (canBeShared(option)) {
				options.add(raw);
			}
		});
		return options.stream().filter((option) -> !option.isEmpty()).collect(Collectors.joining(" "));
	}

	/** A file with an option that has to go is replaced by the others in it. */
	private static String cleanFile(String raw, String file, OptionsReader reader) {
		List<String> options;
		try {
			options = reader.read(Files.readString(Path.of(file)));
		}
		catch (IOException | RuntimeException ex) {
			// The JVM says what is wrong with it
			return raw;
		}
		if (options.stream().allMatch(HostEnvironment::canBeShared)) {
			return raw;
		}
		return options.stream()
			.filter(HostEnvironment::canBeShared)
			.map(JvmOptions::quote)
			.collect(Collectors.joining(" "));
	}

	private static boolean canBeShared(String option) {
		return !isCollector(option) && !HEAP.matcher(option).matches() && !PORT_OR_AGENT.matcher(option).matches()
		// With its own process id in the name, each JVM has a file of its own
				&& (!FILE.matcher(option).matches() || option.contains("%p"));
	}

	private interface OptionsReader {

		List<String> read(String content);

	}

}
