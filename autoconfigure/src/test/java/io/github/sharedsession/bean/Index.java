package io.github.sharedsession.bean;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value that remembers how often it was made, by its name.
 */
record Index(String name) {

	private static final Map<String, List<Index>> MADE = new ConcurrentHashMap<>();

	static Index make(String name) {
		Index index = new Index(name);
		MADE.computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>()).add(index);
		return index;
	}

	static int timesMade(String name) {
		return MADE.getOrDefault(name, List.of()).size();
	}

	/**
	 * A shared bean was made once, and is not the object that was made but a copy.
	 */
	void assertIsShared(String name) {
		assertThat(this.name).isEqualTo(name);
		assertThat(MADE.get(name)).singleElement().isEqualTo(this).isNotSameAs(this);
	}

}
