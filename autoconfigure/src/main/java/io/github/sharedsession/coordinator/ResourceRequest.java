package io.github.sharedsession.coordinator;

import java.time.Duration;

/**
 * What a context asks for.
 *
 * @param key identifies the resource
 * @param beanName the name of the bean, for messages
 * @param method the declaring class and method, for messages
 * @param waitTimeout how long to wait for others
 * @param recipe how it is made and destroyed
 */
public record ResourceRequest(ResourceKey key, String beanName, String method, Duration waitTimeout, Recipe recipe) {

	String description() {
		return "shared bean '" + this.beanName + "' (declared by " + this.method + ")";
	}

}
