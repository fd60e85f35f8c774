package io.github.sharedsession.core.model;

import java.util.Arrays;

/**
 * A growing list of numbers.
 */
final class IntList {

	private int[] values = new int[1024];

	private int size;

	void add(int value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, this.size + this.size / 2);
		}
		this.values[this.size++] = value;
	}

	int get(int index) {
		return this.values[index];
	}

	int size() {
		return this.size;
	}

}
