package io.github.sharedsession.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

import io.github.sharedsession.core.process.ForkNumber;

/**
 * The console of the user who runs a build, whatever the logging of the tests shows.
 */
public final class BuildConsole {

	private BuildConsole() {
	}

	/**
	 * Print a line, or several.
	 * @param text the text, without the end of its last line
	 */
	public static void println(String text) {
		stream().println(text);
	}

	/**
	 * Gradle hides what its tests print, unless it is told to show that of all of them.
	 * What their process prints is shown.
	 */
	private static PrintStream stream() {
		return ForkNumber.isGradleWorker() ? new PrintStream(new FileOutputStream(FileDescriptor.out), true)
				: System.out;
	}

}
