package io.github.sharedsession.core.model;

import java.util.Arrays;

/**
 * One state of a model. What a {@link Model} is given it must not change: it changes a
 * {@link #copy()}.
 */
final class State {

	final short[] cells;

	State(int size) {
		this(new short[size]);
	}

	private State(short[] cells) {
		this.cells = cells;
	}

	State copy() {
		return new State(this.cells.clone());
	}

	int get(int cell) {
		return this.cells[cell];
	}

	State set(int cell, int value) {
		this.cells[cell] = (short) value;
		return this;
	}

	/** An enum constant is kept as its position. */
	@SuppressWarnings("EnumOrdinal")
	State set(int cell, Enum<?> value) {
		return set(cell, value.ordinal());
	}

	@SuppressWarnings("EnumOrdinal")
	boolean is(int cell, Enum<?> value) {
		return this.cells[cell] == value.ordinal();
	}

	State change(int cell, int difference) {
		return set(cell, get(cell) + difference);
	}

	/** Whether the set in the cell has the element. */
	boolean has(int cell, int element) {
		return (this.cells[cell] & (1 << element)) != 0;
	}

	State add(int cell, int element) {
		return set(cell, this.cells[cell] | (1 << element));
	}

	State remove(int cell, int element) {
		return set(cell, this.cells[cell] & ~(1 << element));
	}

	/** The number of elements of the set in the cell. */
	int count(int cell) {
		return Integer.bitCount(this.cells[cell] & 0xFFFF);
	}

	/** The smallest element of the set in the cell. */
	int smallest(int cell) {
		return Integer.numberOfTrailingZeros(this.cells[cell]);
	}

	/** Whether the set in the cell has elements besides the given one. */
	boolean hasOthers(int cell, int element) {
		return (this.cells[cell] & ~(1 << element)) != 0;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof State state && Arrays.equals(this.cells, state.cells);
	}

	@Override
	public int hashCode() {
		int hash = 0;
		for (short cell : this.cells) {
			hash = hash * 0x01000193 + cell;
		}
		hash *= 0x9E3779B1;
		return hash ^ (hash >>> 16);
	}

}
