package io.github.sharedsession.core.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Builds in containers, where process 1, which elsewhere adopts the forks whose build has
 * died, may be the build itself. Needs root, who can make a namespace of processes.
 */
class FirstProcessTests {

	private static final List<String> CONTAINER = List.of("timeout", "60", "unshare", "--pid", "--fork", "--mount-proc",
			"--kill-child");

	@BeforeEach
	void needsContainers() throws Exception {
		assumeTrue(canMakeContainers(), "This user can't make a namespace of processes with unshare");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			docker run maven mvn verify    | exec {build} org.codehaus.plexus.classworlds.launcher.Launcher | first
			docker run maven ./mvnw verify | exec {build} org.apache.maven.wrapper.MavenWrapperMain         | first
			docker run maven sh -c 'mvn…'  | {build} org.codehaus.plexus.classworlds.launcher.Launcher; :   | another
			docker run gradle gradle test  | exec {build} org.gradle.launcher.GradleMain                    | none
			""")
	void forksOfABuildAreOneSession(String what, String command, String build) throws Exception {
		List<String> forks = run(command, 2);
		assertThat(forks.get(0)).as(what).startsWith("ancestor true, build " + build + ", others true, session s-");
		assertThat(forks.get(1)).as(what).isEqualTo(forks.get(0));
	}

	@Test
	void processThatAdoptsAForkIsNotItsBuild() throws Exception {
		assertThat(
				run("{abandon} org.codehaus.plexus.classworlds.launcher.Launcher & exec tail -f /dev/null", 1).get(0))
			.startsWith("ancestor false, build none, others false");
	}

	private static List<String> run(String command, int lines) throws IOException {
		String java = "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx32m -XX:-UsePerfData "
				+ ContainerMain.class.getName();
		List<String> container = Stream
			.concat(CONTAINER.stream(),
					Stream.of("sh", "-c",
							command.replace("{build}", java + " build").replace("{abandon}", java + " abandon")))
			.toList();
		ProcessBuilder builder = new ProcessBuilder(container).redirectErrorStream(true);
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		Process process = builder.start();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			List<String> told = new ArrayList<>();
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				told.add(line);
				if (told.size() == lines) {
					break;
				}
			}
			assertThat(told).hasSize(lines);
			return told;
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static boolean canMakeContainers() throws InterruptedException {
		try {
			List<String> command = new ArrayList<>(CONTAINER);
			command.add("true");
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
