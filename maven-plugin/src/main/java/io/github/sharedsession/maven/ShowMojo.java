package io.github.sharedsession.maven;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Shows all about one shared session, or about all.
 */
@Mojo(name = "show", requiresProject = false, aggregator = true, threadSafe = true)
public class ShowMojo extends DoctorMojo {

	/**
	 * Create the goal.
	 */
	public ShowMojo() {
		super("show");
	}

}
