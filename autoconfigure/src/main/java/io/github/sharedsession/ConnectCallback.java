package io.github.sharedsession;

/**
 * Makes the bean of one context from the shared value.
 *
 * @param <V> the shared value
 * @param <T> the type of the bean
 * @see SharedBean#connectedBy(ConnectCallback)
 */
@FunctionalInterface
public interface ConnectCallback<V, T> {

	/**
	 * Connect to the resource.
	 * @param value the shared value
	 * @return the bean, never {@code null}
	 * @throws Exception when the resource can't be reached
	 */
	T connect(V value) throws Exception;

}
