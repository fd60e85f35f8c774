package io.github.sharedsession.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Pairs of measurements, taken one right after the other, of which the second is the
 * floor.
 */
final class Samples {

	private static final int RESAMPLES = 2000;

	private static final double CONFIDENCE = 0.95;

	private final List<double[]> pairs = new ArrayList<>();

	private final boolean together;

	/**
	 * Create for measurements whose medians are compared.
	 */
	Samples() {
		this(false);
	}

	private Samples(boolean together) {
		this.together = together;
	}

	/**
	 * Create for measurements of which both of a pair are taken together, so that what
	 * disturbs one disturbs the other as well: within each pair they are compared.
	 */
	static Samples takenTogether() {
		return new Samples(true);
	}

	/**
	 * Add a pair, in any unit.
	 */
	void add(double measured, double floor) {
		this.pairs.add(new double[] { measured, floor });
	}

	int count() {
		return this.pairs.size();
	}

	double measured(double quantile) {
		return quantile(column(this.pairs, 0), quantile);
	}

	double floor(double quantile) {
		return quantile(column(this.pairs, 1), quantile);
	}

	/** The ratio of the medians, or the median of the ratios of the pairs. */
	double ratio() {
		return ratio(this.pairs);
	}

	/**
	 * Between which ratios the true one is with 95 %, as drawing pairs again and again
	 * tells (bootstrap).
	 */
	double[] interval() {
		// The same each time, so that the same measurements give the same results
		Random random = new Random(1);
		double[] ratios = new double[RESAMPLES];
		for (int i = 0; i < RESAMPLES; i++) {
			List<double[]> drawn = new ArrayList<>(this.pairs.size());
			for (int j = 0; j < this.pairs.size(); j++) {
				drawn.add(this.pairs.get(random.nextInt(this.pairs.size())));
			}
			ratios[i] = ratio(drawn);
		}
		double tail = (1 - CONFIDENCE) / 2;
		return new double[] { quantile(ratios, tail), quantile(ratios, 1 - tail) };
	}

	private double ratio(List<double[]> pairs) {
		if (this.together) {
			return quantile(pairs.stream().mapToDouble((pair) -> pair[0] / pair[1]).toArray(), 0.5);
		}
		return quantile(column(pairs, 0), 0.5) / quantile(column(pairs, 1), 0.5);
	}

	private static double[] column(List<double[]> pairs, int column) {
		return pairs.stream().mapToDouble((pair) -> pair[column]).toArray();
	}

	/** Interpolated, as few measurements are as good as none in between. */
	static double quantile(double[] values, double quantile) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double position = quantile * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

}
