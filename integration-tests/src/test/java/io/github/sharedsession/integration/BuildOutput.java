package io.github.sharedsession.integration;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a build prints, also while it runs.
 */
final class BuildOutput {

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	void add(String line) {
		this.lines.add(line);
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
