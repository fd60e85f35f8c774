package io.github.sharedsession.integration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sharedsession.integration.ledger.Ledger;

/**
 * A Maven build that runs tests of a {@link Fixture} in forks.
 */
final class FixtureBuild {

	private final Fixture fixture;

	private final Path directory;

	private List<String> goals = List.of("org.apache.maven.plugins:maven-surefire-plugin:test");

	private final Map<String, String> properties = new HashMap<>();

	private boolean inProcessGroup;

	private FixtureBuild(Fixture fixture, Path directory) {
		this.fixture = fixture;
		this.directory = directory;
		forks(1);
		reuseForks(true);
		sessionDirectory(directory.resolve("session"));
		property("fixture.ledger", directory.resolve("ledger").toString());
		property("fixture.reports", directory.resolve("reports").toString());
	}

	/**
	 * Start the description of a build.
	 * @param directory where its ledger, its reports and its session directory go; builds
	 * that should meet each other's remains share one
	 * @return a new description
	 */
	static FixtureBuild in(Path directory) {
		return new FixtureBuild(Fixture.named("forked-tests"), directory);
	}

	/**
	 * Start the description of a build of several modules.
	 * @param directory where its ledger, its reports and its session directory go
	 * @return a new description
	 */
	static FixtureBuild ofReactorIn(Path directory) {
		return new FixtureBuild(Fixture.named("reactor"), directory).goals("test", "-T2");
	}

	/**
	 * Start the description of a build whose tests have been processed ahead of time.
	 * @param directory where its ledger, its reports and its session directory go
	 * @return a new description
	 */
	static FixtureBuild ofAotIn(Path directory) {
		return new FixtureBuild(Fixture.named("aot"), directory);
	}

	/**
	 * Run something else than Surefire.
	 * @param goals goals and other arguments of the command line
	 * @return this description
	 */
	FixtureBuild goals(String... goals) {
		this.goals = List.of(goals);
		return this;
	}

	/**
	 * Run all tests of one package.
	 * @param name the name of the package below that of the fixture, with slashes
	 * @return this description
	 */
	FixtureBuild tests(String name) {
		return tests(name, "*");
	}

	/**
	 * Run some tests of one package.
	 * @param name the name of the package below that of the fixture, with slashes
	 * @param classes patterns for the simple names of the classes, without "Tests"
	 * @return this description
	 */
	FixtureBuild tests(String name, String... classes) {
		return property("test",
				Stream.of(classes)
					.map((pattern) -> "**/" + name + "/" + pattern + "Tests")
					.collect(Collectors.joining(",")));
	}

	FixtureBuild forks(int count) {
		return property("fixture.forks", Integer.toString(count));
	}

	FixtureBuild reuseForks(boolean reuse) {
		return property("fixture.reuse-forks", Boolean.toString(reuse));
	}

	FixtureBuild sessionDirectory(Path directory) {
		return property("fixture.session-directory", directory.toString());
	}

	/**
	 * Let no fork go on before each fork has finished a test class, so that none ends
	 * before all have tried.
	 * @return this description
	 */
	FixtureBuild meetingAtEnd() {
		return property("fixture.meet-at-end", "true");
	}

	/**
	 * Run in a process group of its own, so that it can be interrupted as by Ctrl-C.
	 * @return this description
	 */
	FixtureBuild inProcessGroup() {
		this.inProcessGroup = true;
		return this;
	}

	FixtureBuild property(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	BuildResult run() {
		try (RunningBuild build = start()) {
			return build.result();
		}
	}

	RunningBuild start() {
		Map<String, String> properties = Map.copyOf(this.properties);
		List<String> goals = this.goals;
		return new RunningBuild(this.directory, new Ledger(this.directory.resolve("ledger")),
				(output) -> this.inProcessGroup
						? InnerMaven.executeInProcessGroup(this.fixture.directory(), goals, properties, output)
						: InnerMaven.execute(this.fixture.directory(), goals, properties, output));
	}

}
