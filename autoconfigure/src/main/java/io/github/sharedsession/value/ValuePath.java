package io.github.sharedsession.value;

/**
 * Where something is in a value: names that its type declares, {@code *} for the key of a
 * map, {@code []} for an element.
 */
final class ValuePath {

	private ValuePath() {
	}

	static String property(String path, String name) {
		return path.isEmpty() ? name : path + "." + name;
	}

	static String entry(String path) {
		return property(path, DeclaredProperties.UNDECLARED);
	}

	static String element(String path) {
		return path + "[]";
	}

	/** For messages. */
	static String describe(String path) {
		return path.isEmpty() ? "the value" : "the property '" + path + "'";
	}

}
