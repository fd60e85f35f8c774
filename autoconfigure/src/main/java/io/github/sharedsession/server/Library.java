package io.github.sharedsession.server;

import org.springframework.util.ClassUtils;

/**
 * What a server needs on the class path.
 */
final class Library {

	private Library() {
	}

	/**
	 * Make sure that a class is there, with an error that a user can act on.
	 * @throws IllegalStateException when it is not
	 */
	static void require(Class<?> server, String className, String coordinates) {
		if (!ClassUtils.isPresent(className, server.getClassLoader())) {
			throw new IllegalStateException(server.getSimpleName() + " needs " + coordinates
					+ ", which is not on the class path: add it in test scope.");
		}
	}

}
