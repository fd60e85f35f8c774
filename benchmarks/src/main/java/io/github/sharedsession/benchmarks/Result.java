package io.github.sharedsession.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A figure beside its floor.
 *
 * @param benchmark the benchmark
 * @param name what was measured
 * @param floorName what the floor is
 * @param unit of both
 * @param measured the median
 * @param floor the median of the floor
 * @param ratio of the two
 * @param low the lower end of the ratio's 95 % confidence interval
 * @param high the upper end
 * @param count how many pairs were measured
 * @param measured95 the 95th percentile
 * @param floor95 the 95th percentile of the floor
 * @param limit what the ratio should not exceed, if anything
 */
record Result(String benchmark, String name, String floorName, String unit, double measured, double floor, double ratio,
		double low, double high, int count, double measured95, double floor95, @Nullable Double limit) {

	static Result of(String benchmark, String name, String floorName, String unit, Samples samples,
			@Nullable Double limit) {
		double[] interval = samples.interval();
		return new Result(benchmark, name, floorName, unit, samples.measured(0.5), samples.floor(0.5), samples.ratio(),
				interval[0], interval[1], samples.count(), samples.measured(0.95), samples.floor(0.95), limit);
	}

	/** What the interval leaves of the question whether the limit is kept. */
	String verdict() {
		if (this.limit == null) {
			return "";
		}
		return (this.ratio > this.limit) ? "missed" : (this.high > this.limit) ? "kept, within the noise" : "kept";
	}

}
