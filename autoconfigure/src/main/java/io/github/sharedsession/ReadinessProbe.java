package io.github.sharedsession;

/**
 * Tells whether a resource that was created is ready to be used.
 *
 * @param <V> the shared value
 * @see SharedBean#readyWhen(ReadinessProbe)
 */
@FunctionalInterface
public interface ReadinessProbe<V> {

	/**
	 * Return whether the resource is ready.
	 * @param value the shared value
	 * @return {@code true} when it is ready, {@code false} to be asked again
	 * @throws Exception not ready yet; the last one is reported when the limit is over
	 */
	boolean isReady(V value) throws Exception;

}
