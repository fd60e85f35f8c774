package io.github.sharedsession.maven;

import java.util.List;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tears down what is left of dead sessions, as far as that needs no code of the tests,
 * and removes those of which nothing is left. Fails when something has to be kept.
 */
@Mojo(name = "clean", requiresProject = false, aggregator = true, threadSafe = true)
public class CleanMojo extends DoctorMojo {

	/**
	 * Whether to remove also dead sessions of which something is left, which then nobody
	 * will tear down.
	 */
	@Parameter(property = "forget", defaultValue = "false")
	private boolean forget;

	/**
	 * Create the goal.
	 */
	public CleanMojo() {
		super("clean");
	}

	@Override
	List<String> options() {
		return this.forget ? List.of("--forget") : List.of();
	}

}
