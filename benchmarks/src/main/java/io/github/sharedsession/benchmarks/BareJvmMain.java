package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that is ready at once, and does nothing.
 */
public final class BareJvmMain {

	private BareJvmMain() {
	}

	/**
	 * Tell that it is ready, and wait to be killed.
	 * @param args the file to create
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Files.createFile(Path.of(args[0]));
		TimeUnit.MINUTES.sleep(10);
	}

}
