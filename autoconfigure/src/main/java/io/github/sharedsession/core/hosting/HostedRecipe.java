package io.github.sharedsession.core.hosting;

import io.github.sharedsession.core.resource.Recipe;

/**
 * The recipe of a hosted resource, in a host. {@link #create} starts the server and
 * {@link #destroy} closes it; without a server of its own {@link #destroy} cleans up
 * after one whose host died.
 */
public interface HostedRecipe extends Recipe {

	/**
	 * The name of the bean, for messages.
	 * @return a name
	 */
	String beanName();

	/**
	 * The declaring class and method, for messages.
	 * @return a name
	 */
	String method();

	/**
	 * Close the server, if it is running, where nothing of it is recorded any more.
	 */
	void close();

}
