package io.github.sharedsession.maven;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Stops the session hosts that no test uses, or that of the given session.
 */
@Mojo(name = "stop", requiresProject = false, aggregator = true, threadSafe = true)
public class StopMojo extends DoctorMojo {

	/**
	 * Create the goal.
	 */
	public StopMojo() {
		super("stop");
	}

}
