package io.github.sharedsession.maven;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Explains who waits for whom, and where the process is that they wait for.
 */
@Mojo(name = "why", requiresProject = false, aggregator = true, threadSafe = true)
public class WhyMojo extends DoctorMojo {

	/**
	 * Create the goal.
	 */
	public WhyMojo() {
		super("why");
	}

}
