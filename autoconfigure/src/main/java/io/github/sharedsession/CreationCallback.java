package io.github.sharedsession;

/**
 * Creates a shared resource, in one JVM of the session.
 *
 * @param <V> the shared value
 * @see SharedBean#createdWith(Class, CreationCallback)
 */
@FunctionalInterface
public interface CreationCallback<V> {

	/**
	 * Create the resource.
	 * @param creation the ongoing creation
	 * @return the shared value, never {@code null}
	 * @throws Exception when the resource can't be created
	 */
	V create(Creation<V> creation) throws Exception;

}
