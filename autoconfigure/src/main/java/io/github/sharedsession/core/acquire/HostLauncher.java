package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts session hosts with the class path of this JVM.
 */
public interface HostLauncher {

	/**
	 * Tells hosts of different class paths apart.
	 * @return a name for a directory, the same in all JVMs that have the same class path
	 */
	String fingerprint();

	/**
	 * Start the process of a host.
	 * @param launch what it has to know
	 * @return the process, which may take a while until it serves
	 * @throws IOException when there is no process
	 */
	Process launch(Launch launch) throws IOException;

	/**
	 * What a host has to know.
	 *
	 * @param root the root of the session directories
	 * @param session the name of the session directory
	 * @param arguments a file to put the arguments of the process in, not readable by
	 * others
	 * @param log the file for its output, not readable by others
	 * @param build the process whose end is the end of the session, as the host reads it
	 */
	record Launch(Path root, String session, Path arguments, Path log, String build) {
	}

}
