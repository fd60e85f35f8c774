package io.github.sharedsession;

/**
 * Ends the bean of one context, or destroys the shared resource.
 *
 * @param <X> what is ended
 * @see SharedBean#disconnectedBy(SharedBeanCallback)
 * @see SharedBean#destroyedBy(SharedBeanCallback)
 */
@FunctionalInterface
public interface SharedBeanCallback<X> {

	/**
	 * Do the work.
	 * @param target what is ended
	 * @throws Exception when that fails
	 */
	void call(X target) throws Exception;

}
