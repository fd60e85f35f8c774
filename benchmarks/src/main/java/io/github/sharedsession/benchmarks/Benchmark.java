package io.github.sharedsession.benchmarks;

import java.io.IOException;

/**
 * One part of the benchmarks, which can be run alone.
 */
interface Benchmark {

	/**
	 * The name by which it is chosen.
	 */
	String name();

	/**
	 * Run it.
	 * @param run how long to measure, and where
	 * @param results takes what was measured
	 */
	void run(Run run, Results results) throws IOException, InterruptedException;

}
