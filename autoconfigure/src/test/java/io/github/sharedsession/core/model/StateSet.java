package io.github.sharedsession.core.model;

import java.util.Arrays;

/**
 * All states found so far, numbered in the order in which they were added, without an
 * object for each.
 */
final class StateSet {

	private static final int CHUNK_BITS = 12;

	private static final int CHUNK = 1 << CHUNK_BITS;

	private final int width;

	private short[][] chunks = new short[16][];

	/** Numbers of states plus one, by hash; 0 is free. */
	private int[] table = new int[1 << 12];

	private int size;

	StateSet(int width) {
		this.width = width;
	}

	int size() {
		return this.size;
	}

	State get(int number) {
		State state = new State(this.width);
		System.arraycopy(this.chunks[number >> CHUNK_BITS], offset(number), state.cells, 0, this.width);
		return state;
	}

	/**
	 * Return the number of a state, which is {@link #size()} before the call when it is
	 * new.
	 */
	int add(State state) {
		int index = state.hashCode() & (this.table.length - 1);
		while (this.table[index] != 0) {
			if (holds(this.table[index] - 1, state)) {
				return this.table[index] - 1;
			}
			index = (index + 1) & (this.table.length - 1);
		}
		this.table[index] = this.size + 1;
		store(state);
		if (this.size > this.table.length / 2) {
			grow();
		}
		return this.size - 1;
	}

	private int offset(int number) {
		return (number & (CHUNK - 1)) * this.width;
	}

	private boolean holds(int number, State state) {
		int offset = offset(number);
		return Arrays.equals(this.chunks[number >> CHUNK_BITS], offset, offset + this.width, state.cells, 0,
				this.width);
	}

	private void store(State state) {
		int chunk = this.size >> CHUNK_BITS;
		if (chunk == this.chunks.length) {
			this.chunks = Arrays.copyOf(this.chunks, chunk * 2);
		}
		if (offset(this.size) == 0) {
			this.chunks[chunk] = new short[CHUNK * this.width];
		}
		System.arraycopy(state.cells, 0, this.chunks[chunk], offset(this.size), this.width);
		this.size++;
	}

	private void grow() {
		this.table = new int[this.table.length * 4];
		for (int number = 0; number < this.size; number++) {
			int index = get(number).hashCode() & (this.table.length - 1);
			while (this.table[index] != 0) {
				index = (index + 1) & (this.table.length - 1);
			}
			this.table[index] = number + 1;
		}
	}

}
