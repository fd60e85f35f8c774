package io.github.sharedsession.maven;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.process.SessionRoot;
import io.github.sharedsession.doctor.Doctor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs one command of the doctor.
 */
abstract class DoctorMojo extends AbstractMojo {

	private static final String DIRECTORY = "shared-session.directory";

	/**
	 * The name of a session, or its beginning. All sessions without it.
	 */
	@Parameter(property = "session")
	private @Nullable String session;

	/**
	 * Whether to print JSON. Call Maven with {@code -q} to have nothing else.
	 */
	@Parameter(property = "json", defaultValue = "false")
	private boolean json;

	/**
	 * The root of the session directories, as tests have it. By default that of the
	 * environment, else what {@code shared-session.properties} of the project's test
	 * resources says, else what tests have that say nothing.
	 */
	@Parameter(property = DIRECTORY)
	private @Nullable String directory;

	@Parameter(defaultValue = "${basedir}", readonly = true)
	private @Nullable File basedir;

	private final String command;

	DoctorMojo(String command) {
		this.command = command;
	}

	/** Options of this command alone. */
	List<String> options() {
		return List.of();
	}

	@Override
	public void execute() throws MojoExecutionException, MojoFailureException {
		List<String> arguments = new ArrayList<>(List.of(this.command));
		if (this.session != null) {
			arguments.add(this.session);
		}
		if (this.json) {
			arguments.add("--json");
		}
		arguments.add("--directory=" + root());
		arguments.addAll(options());
		int code = new Doctor(System.out).run(arguments);
		if (code == Doctor.ERROR || code == Doctor.USAGE) {
			throw new MojoExecutionException("The command '" + this.command + "' could not be done, see above.");
		}
		if (code == Doctor.INCOMPLETE) {
			throw new MojoFailureException("Something was kept or still runs, see above.");
		}
	}

	/** As tests find it that are run from here. */
	private Path root() throws MojoExecutionException {
		String setting = Stream
			.of(this.directory, System.getenv("SHARED_SESSION_DIRECTORY"), System.getenv("SHAREDSESSION_DIRECTORY"))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		Path module = (this.basedir != null) ? this.basedir.toPath() : Path.of("").toAbsolutePath();
		try {
			return SessionRoot.of((setting != null) ? setting : settingOfTests(module), module).path();
		}
		catch (SharedSessionException ex) {
			throw new MojoExecutionException(ex.getMessage(), ex);
		}
	}

	private static @Nullable String settingOfTests(Path module) throws MojoExecutionException {
		Path file = module.resolve("src/test/resources/shared-session.properties");
		if (!Files.exists(file)) {
			return null;
		}
		Properties properties = new Properties();
		try (InputStream content = Files.newInputStream(file)) {
			properties.load(content);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new MojoExecutionException("The file " + file + " can't be read: " + ex, ex);
		}
		String root = properties.getProperty(DIRECTORY);
		return (root != null) ? root.replace("${user.home}", System.getProperty("user.home", "?")) : null;
	}

}
