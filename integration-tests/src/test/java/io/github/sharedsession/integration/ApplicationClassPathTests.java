package io.github.sharedsession.integration;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter adds to the class path of tests changes nothing that Spring sets up
 * there, and whatever Jackson the application has, values are written in one form.
 */
class ApplicationClassPathTests {

	private static final String LIBRARIES_OF_APPLICATION = "(spring-(aop|beans|boot|context|core|expression|web)"
			+ "|commons-logging|jspecify|micrometer-(commons|observation))-\\d.*";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	enum Application {

		WITHOUT_JACKSON("", "StringHttpMessageConverter", "BasicJsonParser"),

		WITH_JACKSON_2("2", "json.MappingJackson2HttpMessageConverter", "BasicJsonParser"),

		WITH_JACKSON_3("3", "json.JacksonJsonHttpMessageConverter", "JacksonJsonParser");

		private final String jackson;

		private final String converter;

		private final String parser;

		Application(String jackson, String converter, String parser) {
			this.jackson = jackson;
			this.converter = "org.springframework.http.converter." + converter;
			this.parser = "org.springframework.boot.json." + parser;
		}

		List<Path> productionClassPath() throws IOException {
			List<Path> classPath = new ArrayList<>();
			for (Path entry : ownClassPath()) {
				if (Files.isDirectory(entry) || entry.getFileName().toString().matches(LIBRARIES_OF_APPLICATION)) {
					classPath.add(entry);
				}
			}
			if (!this.jackson.isEmpty()) {
				Path directory = InnerMaven.directory("inner.jackson-libraries").resolve(this.jackson);
				try (Stream<Path> libraries = Files.list(directory)) {
					libraries.forEach(classPath::add);
				}
			}
			return classPath;
		}

		List<Path> testClassPath() throws IOException {
			List<Path> classPath = productionClassPath();
			String artifact = "shared-session-spring-boot-autoconfigure";
			String version = InnerMaven.property("inner.starter-version");
			classPath.add(InnerMaven.directory("inner.local-repository")
				.resolve("io/github/sharedsession/" + artifact + "/" + version + "/" + artifact + "-" + version
						+ ".jar"));
			ownClassPath().stream().filter((entry) -> !classPath.contains(entry)).forEach(classPath::add);
			return classPath;
		}

		/** What the starter brings, and spring-web. */
		private static List<Path> ownClassPath() {
			return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
				.map(Path::of)
				.toList();
		}

	}

	@ParameterizedTest
	@EnumSource
	void springSetsUpTheSameWithTheStarter(Application application) throws Exception {
		List<String> inProduction = setUp(application.productionClassPath());
		assertThat(inProduction).contains(application.converter, application.parser);
		assertThat(setUp(application.testClassPath())).isEqualTo(inProduction);
	}

	@SuppressWarnings("unchecked")
	private static List<String> setUp(List<Path> classPath) throws Exception {
		URL[] urls = new URL[classPath.size()];
		for (int i = 0; i < urls.length; i++) {
			urls[i] = classPath.get(i).toUri().toURL();
		}
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			// Some of Spring's checks ask this one
			thread.setContextClassLoader(loader);
			return (List<String>) loader.loadClass(SpringDefaults.class.getName()).getMethod("find").invoke(null);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void valuesTravelBetweenForksOfDifferentApplications() throws Exception {
		Map<Application, Process> forks = new EnumMap<>(Application.class);
		for (Application application : Application.values()) {
			forks.put(application, start(application));
		}
		int made = 0;
		for (Map.Entry<Application, Process> fork : forks.entrySet()) {
			assertThat(fork.getValue().waitFor(60, TimeUnit.SECONDS)).isTrue();
			List<String> output = Files.readAllLines(output(fork.getKey()));
			assertThat(output).as(fork.getKey() + "\n" + String.join("\n", output))
				.containsAll(SharedValues.expected());
			made += output.contains(SharedValues.MADE) ? 1 : 0;
		}
		assertThat(made).isEqualTo(1);
	}

	private Process start(Application application) throws IOException {
		String classPath = String.join(File.pathSeparator,
				application.testClassPath().stream().map(Path::toString).toList());
		return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Dshared-session.directory=" + this.directory.resolve("root"),
				"-Dapplication=" + application, "-cp", classPath, SharedValues.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(output(application).toFile())
			.start();
	}

	private Path output(Application application) {
		return this.directory.resolve(application + ".log");
	}

}
