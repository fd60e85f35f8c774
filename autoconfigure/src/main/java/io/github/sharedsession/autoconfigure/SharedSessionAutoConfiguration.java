package io.github.sharedsession.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Auto-configuration for shared sessions: binds the properties, so that a misspelt value
 * is an error of the context that has it. Sharing itself begins before
 * auto-configuration, with a context customizer.
 */
@AutoConfiguration
@EnableConfigurationProperties(SharedSessionProperties.class)
public class SharedSessionAutoConfiguration {

	/**
	 * Create a new auto-configuration.
	 */
	public SharedSessionAutoConfiguration() {
	}

}
