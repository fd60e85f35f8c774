package io.github.sharedsession.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which JVM options of the environment reach another JVM.
 */
class HostEnvironmentTests {

	private static final String[] VARIABLES = { "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
			"OPENJ9_JAVA_OPTIONS", "IBM_JAVA_OPTIONS" };

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:-UseSerialGC", "-XX:+UseZGC", "-XX:+UseParallelGC",
			"-XX:+UseShenandoahGC", "-XX:+UseEpsilonGC", "-Xms4g", "-Xmx8g", "-Xmn1g", "-XX:InitialHeapSize=4g",
			"-XX:MaxRAMPercentage=75.0", "-XX:MinHeapFreeRatio=60", "-Xdebug",
			"-Xrunjdwp:transport=dt_socket,server=y,address=5005",
			"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005",
			"-Dcom.sun.management.jmxremote.port=9010", "-Dcom.sun.management.jmxremote",
			"-Dcom.sun.management.config.file=jmx.properties", "-XX:+ManagementServer",
			"-javaagent:/opt/jmx_prometheus.jar=8080:config.yml",
			"-javaagent:org.jacoco.agent.jar=destfile=target/jacoco.exec", "-agentpath:/opt/libprofiler.so=start",
			"-XX:StartFlightRecording", "-XX:StartFlightRecording:filename=a.jfr",
			"-XX:StartFlightRecording=filename=a.jfr", "-XX:FlightRecorderOptions=repository=jfr",
			"-Xlog:gc*:file=gc.log:time", "-Xlog:gc:gc.log", "-Xlog:gc:file=\"gc.log\"", "-Xloggc:gc.log",
			"-XX:LogFile=vm.log", "-XX:ArchiveClassesAtExit=app.jsa", "-XX:+AutoCreateSharedArchive",
			"-XX:AOTCacheOutput=app.aot", "-XX:Flags=flags", "-Xgcpolicy:balanced", "-Xmo512m", "-Xsoftmx1g",
			"-Xverbosegclog:gc.log", "-Xverbosegclog", "-Xtrace:maximal=all,output=trace.trc",
			"-Xdump:java:events=user,file=/tmp/dump.txt" })
	void leftOut(String option) {
		for (String variable : VARIABLES) {
			assertThat(cleaned(variable, option)).isNull();
			assertThat(cleaned(variable, "-Dfirst=1 " + option + "\t -Dlast=2 ")).isEqualTo("-Dfirst=1 -Dlast=2");
			assertThat(cleaned(variable, "'" + option + "' -Dlast=2")).isEqualTo("-Dlast=2");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Djavax.net.ssl.trustStore=/etc/trust.jks", "'-Djavax.net.ssl.trustStore=/My Files/t'",
			"-Dname=\"a 'b' c\"", "-Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128", "-Duser.language=de",
			"-Dfile.encoding=ISO-8859-1", "-javaagent:/opt/agent.jar", "-XX:ActiveProcessorCount=2",
			"-XX:HeapDumpPath=/tmp", "-XX:ErrorFile=/tmp/error", "-XX:SharedArchiveFile=app.jsa", "-Xlog:gc*",
			"-Xlog:gc:stdout", "-Xlog:gc::uptime", "-Xlog:disable", "-Xlog:gc:file=gc-%p.log",
			"-XX:StartFlightRecording=filename=%p.jfr", "-Xss4m", "-XX:+UseStringDeduplication",
			"-Xshareclasses:name=mine", "-Xverbosegclog:gc.%pid.log",
			"-Xdump:heap:events=systhrow,file=/tmp/heap.%pid.phd", "--add-opens java.base/java.lang=ALL-UNNAMED" })
	void handedOn(String options) {
		for (String variable : VARIABLES) {
			assertThat(cleaned(variable, options)).isEqualTo(options);
			assertThat(cleaned(variable, "-XX:+UseG1GC " + options)).isEqualTo(options);
		}
	}

	@Test
	void filesOfOptionsAreLookedInto(@TempDir Path directory) throws IOException {
		Path harmless = Files.writeString(directory.resolve("harmless"), "-Da=1\n");
		Path options = Files.writeString(directory.resolve("options"), """
				# a comment with -Dno=1
				-XX:+UseG1GC "-Dpath=C:\\\\My Files" -Dlong="one \\
				    line" '-Dquoted=\\"'
				""");
		assertThat(cleaned("JDK_JAVA_OPTIONS", "@" + harmless)).isEqualTo("@" + harmless);
		assertThat(cleaned("JDK_JAVA_OPTIONS", "-Dfirst=1 @" + options + " -Dlast=2"))
			.isEqualTo("-Dfirst=1 \"-Dpath=C:\\My Files\" \"-Dlong=one line\" \"-Dquoted=\"'\"'\"\" -Dlast=2");
		assertThat(cleaned("JDK_JAVA_OPTIONS", "@" + directory.resolve("missing")))
			.isEqualTo("@" + directory.resolve("missing"));
		Path ofJvm = Files.writeString(directory.resolve("jvm"), "-XX:+UseG1GC\n-Da=\"b c\"");
		assertThat(cleaned("JAVA_TOOL_OPTIONS", "-XX:VMOptionsFile=" + ofJvm)).isEqualTo("\"-Da=b c\"");
		assertThat(cleaned("OPENJ9_JAVA_OPTIONS", "-Xoptionsfile=" + ofJvm)).isEqualTo("\"-Da=b c\"");
	}

	@Test
	void otherVariablesStay() {
		assertThat(cleaned("MAVEN_OPTS", "-XX:+UseG1GC")).isEqualTo("-XX:+UseG1GC");
	}

	private static @Nullable String cleaned(String variable, String value) {
		Map<String, String> environment = new HashMap<>(Map.of(variable, value));
		HostEnvironment.clean(environment);
		return environment.get(variable);
	}

}
