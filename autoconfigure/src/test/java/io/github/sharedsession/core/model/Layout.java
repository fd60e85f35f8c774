package io.github.sharedsession.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What the cells of a model's states are called. A cell holds a small number, or a set of
 * the numbers 0 to 15.
 */
final class Layout {

	private final List<String> names = new ArrayList<>();

	/** Add a cell. */
	int cell(String name) {
		this.names.add(name);
		return this.names.size() - 1;
	}

	/** Add several cells in a row, of which the first is returned. */
	int cells(String name, int count) {
		int first = this.names.size();
		for (int i = 0; i < count; i++) {
			cell(name + i);
		}
		return first;
	}

	int size() {
		return this.names.size();
	}

	String name(int cell) {
		return this.names.get(cell);
	}

}
