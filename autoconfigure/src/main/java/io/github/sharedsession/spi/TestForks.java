package io.github.sharedsession.spi;

/**
 * Tells what is known of the test JVMs of a build. Found through
 * {@code META-INF/spring.factories}.
 */
public interface TestForks {

	/**
	 * Return the number of this fork.
	 * @return the number that the build tool gave to it, else 1
	 */
	int number();

	/**
	 * Return whether other test JVMs of the build run beside this one. Found out once.
	 * @return whether there are any
	 */
	boolean areParallel();

}
