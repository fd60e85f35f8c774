package io.github.sharedsession;

/**
 * Tells whether a resource that an earlier session has made is still there.
 *
 * @param <V> the shared value
 * @see SharedBean#validWhen(ValidityProbe)
 */
@FunctionalInterface
public interface ValidityProbe<V> {

	/**
	 * Return whether the resource can still be used.
	 * @param value the shared value
	 * @return {@code false} when it has to be made again
	 * @throws Exception counts as {@code false}
	 */
	boolean isValid(V value) throws Exception;

}
