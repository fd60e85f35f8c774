package io.github.sharedsession.core.session;

/**
 * The copies of this library that the class loaders of a JVM have.
 */
public final class LibraryCopies {

	private static final String RESOURCE = LibraryCopies.class.getName().replace('.', '/') + ".class";

	private LibraryCopies() {
	}

	/**
	 * Return whether the class loader of an object of the library still is open; a closed
	 * one can't load what the object may need.
	 */
	public static boolean isOpen(Object object) {
		ClassLoader classLoader = object.getClass().getClassLoader();
		return classLoader == null || classLoader.getResource(RESOURCE) != null;
	}

}
