package io.github.sharedsession.maven;

import org.apache.maven.plugins.annotations.Mojo;

/**
 * Lists the shared sessions: their builds, processes, beans and leftovers.
 */
@Mojo(name = "list", requiresProject = false, aggregator = true, threadSafe = true)
public class ListMojo extends DoctorMojo {

	/**
	 * Create the goal.
	 */
	public ListMojo() {
		super("list");
	}

}
