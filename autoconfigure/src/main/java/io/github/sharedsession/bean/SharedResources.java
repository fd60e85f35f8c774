package io.github.sharedsession.bean;

/**
 * Where the shared beans of one context get their resources from.
 */
interface SharedResources {

	/**
	 * Acquire a resource.
	 * @param <V> the shared value
	 * @param definition what is wanted
	 * @return the resource, to be closed
	 */
	<V> SharedResource<V> acquire(ResourceDefinition<V> definition);

	/**
	 * A resource in use by one context.
	 *
	 * @param <V> the shared value
	 * @param value the shared value
	 * @param release ends the use
	 */
	record SharedResource<V>(V value, Runnable release) {
	}

}
