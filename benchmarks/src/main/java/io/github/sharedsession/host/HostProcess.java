package io.github.sharedsession.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.github.sharedsession.core.acquire.HostLauncher.Launch;

/**
 * A session host with the class path of this JVM, which is asked for nothing.
 *
 * @param process its process
 * @param ready the file that is there when it can be asked
 */
public record HostProcess(Process process, Path ready) {

	private static final String SESSION = "s-0123456789abcdef-0";

	/**
	 * Start a host.
	 * @param root the root of the session directories, for this host alone
	 * @return the host, which may not be ready yet
	 * @throws IOException when it can't be started
	 */
	public static HostProcess start(Path root) throws IOException {
		SessionHost launcher = new SessionHost(Duration.ofMinutes(10), Duration.ofSeconds(1), "");
		Path directory = root.resolve(SESSION).resolve("hosts").resolve(launcher.fingerprint());
		Files.createDirectories(directory,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Path arguments = Files.createFile(directory.resolve("arguments"));
		Path log = Files.createFile(directory.resolve("log"));
		return new HostProcess(launcher.launch(new Launch(root, SESSION, arguments, log, "-")),
				directory.resolve("member"));
	}

}
