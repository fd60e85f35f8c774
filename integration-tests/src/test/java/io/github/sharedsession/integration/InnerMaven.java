package io.github.sharedsession.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * Runs the Maven of the outer build, with a local repository of its own that is filled
 * from the outer one.
 */
final class InnerMaven {

	private static final int LIMIT_SECONDS = 300;

	private InnerMaven() {
	}

	/**
	 * Run a build until it ends.
	 * @param project the directory of the project
	 * @param goals the goals
	 * @param properties the properties of the command line
	 * @param output where the output of the build goes
	 * @return the exit code
	 */
	static int execute(Path project, List<String> goals, Map<String, String> properties, BuildOutput output) {
		return execute(request(project, goals, properties), output);
	}

	/**
	 * Run a build in a process group of its own, as an interactive shell does, until it
	 * ends. Its leader is Maven's JVM.
	 * @param project the directory of the project
	 * @param goals the goals
	 * @param properties the properties of the command line
	 * @param output where the output of the build goes
	 * @return the exit code
	 */
	static int executeInProcessGroup(Path project, List<String> goals, Map<String, String> properties,
			BuildOutput output) {
		InvocationRequest request = request(project, goals, properties);
		request.setMavenExecutable(processGroupScript());
		request.addShellEnvironment("INNER_MAVEN", directory("inner.maven-home").resolve("bin/mvn").toString());
		return execute(request, output);
	}

	/**
	 * A shell without job control lets its background processes ignore interrupts, and
	 * only a few programs can take that back.
	 */
	private static File processGroupScript() {
		Path script = directory("inner.directory").resolve("maven-in-process-group");
		try {
			Files.writeString(script, """
					#!/bin/sh
					exec perl -e '$SIG{INT} = "DEFAULT"; setpgrp(0, 0); exec(@ARGV) or die $!' "$INNER_MAVEN" "$@"
					""");
			Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
			return script.toFile();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InvocationRequest request(Path project, List<String> goals, Map<String, String> properties) {
		InvocationRequest request = new DefaultInvocationRequest();
		request.setBatchMode(true);
		request.setNoTransferProgress(true);
		request.setShowErrors(false);
		request.setBaseDirectory(project.toFile());
		request.setJavaHome(new File(System.getProperty("java.home")));
		request.setMavenHome(directory("inner.maven-home").toFile());
		request.setMavenOpts("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
		request.setLocalRepositoryDirectory(directory("inner.local-repository").toFile());
		request.setUserSettingsFile(settings());
		outerUserSettings(request);
		request.addArgs(goals);
		request.setProperties(properties(properties));
		request.setTimeoutInSeconds(LIMIT_SECONDS);
		return request;
	}

	private static int execute(InvocationRequest request, BuildOutput output) {
		request.setOutputHandler(output::add);
		request.setErrorHandler(output::add);
		try {
			InvocationResult result = new DefaultInvoker().execute(request);
			if (result.getExecutionException() != null) {
				output.add(result.getExecutionException().toString());
			}
			return result.getExitCode();
		}
		catch (MavenInvocationException ex) {
			throw new IllegalStateException("Maven can't be run", ex);
		}
	}

	private static Properties properties(Map<String, String> given) {
		Properties properties = new Properties();
		properties.putAll(given);
		for (String name : List.of("fixtures", "starter-version", "spring-boot-version", "surefire-version")) {
			properties.put("fixture." + name, property("inner." + name));
		}
		return properties;
	}

	/** A mirror or a proxy of the user is needed in the inner build too. */
	private static void outerUserSettings(InvocationRequest request) {
		Path settings = directory("inner.user-settings");
		if (Files.exists(settings)) {
			request.setGlobalSettingsFile(settings.toFile());
		}
	}

	private static File settings() {
		URL settings = Objects.requireNonNull(InnerMaven.class.getResource("/settings.xml"));
		try {
			return new File(settings.toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a directory that the outer build gives as a system property.
	 * @param property the name of the property
	 * @return the directory
	 */
	static Path directory(String property) {
		return Path.of(property(property));
	}

	static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name),
				() -> "System property '" + name + "' is missing: run these tests with 'mvn verify'");
	}

}
