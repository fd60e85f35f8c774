package io.github.sharedsession.core.acquire;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * What a context asks for.
 *
 * @param key identifies the resource
 * @param beanName the name of the bean, for messages
 * @param method the declaring class and method, for messages
 * @param waitTimeout how long to wait for others
 * @param recipe how it is made and destroyed
 * @param server what a session host has to start, or {@code null} when forks make the
 * resource
 */
public record ResourceRequest(ResourceKey key, String beanName, String method, Duration waitTimeout, Recipe recipe,
		@Nullable ServerRequest server) {

	/**
	 * Ask for a resource that forks make.
	 * @param key identifies the resource
	 * @param beanName the name of the bean, for messages
	 * @param method the declaring class and method, for messages
	 * @param waitTimeout how long to wait for others
	 * @param recipe how it is made and destroyed
	 */
	public ResourceRequest(ResourceKey key, String beanName, String method, Duration waitTimeout, Recipe recipe) {
		this(key, beanName, method, waitTimeout, recipe, null);
	}

	public String description() {
		return "shared bean '" + this.beanName + "' (declared by " + this.method + ")";
	}

	/**
	 * What a session host has to start.
	 *
	 * @param content the server and its settings, as the host understands them
	 * @param launcher starts a host
	 * @param dependencies cached resources that the server is on top of, which this JVM
	 * has leased
	 */
	public record ServerRequest(byte[] content, HostLauncher launcher, Collection<ResourceKey> dependencies) {

		/**
		 * Ask for a server on top of nothing that is cached.
		 * @param content the server and its settings, as the host understands them
		 * @param launcher starts a host
		 */
		public ServerRequest(byte[] content, HostLauncher launcher) {
			this(content, launcher, List.of());
		}

	}

}
