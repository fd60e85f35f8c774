package io.github.sharedsession.bean;

import java.util.List;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Registers {@link SharedBeanConfiguration} as the last configuration class of a context,
 * and makes shared beans of definitions that were registered only after
 * auto-configuration, as by other registrars. To be added to a context itself, which
 * calls it before all post-processors that are beans: before configuration classes are
 * processed, when those of the user have been registered, and before definitions are
 * replaced, when all have been registered.
 * <p>
 * Where tests are processed ahead of time, the container generates code for the
 * definitions as their methods declare them, and none for ours. In the contexts that this
 * code makes, it is all definitions that are registered late.
 */
final class SharedBeanPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private final AbstractBeanDefinition configuration;

	SharedBeanPostProcessor(AbstractBeanDefinition configuration) {
		this.configuration = configuration;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// The conditions of configuration classes look for beans of many types, and each
		// time at all definitions but abstract ones
		this.configuration.setAbstract(true);
		registry.registerBeanDefinition(SharedBeanConfiguration.BEAN_NAME, this.configuration);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		DefaultListableBeanFactory registry = (DefaultListableBeanFactory) beanFactory;
		List<SharedBeanMethod> changed = new SharedBeanDefinitions(registry).rewrite();
		if (AotDetector.useGeneratedArtifacts()) {
			// No configuration class was processed, in the course of which this is done
			EarlyProperties.register(SharedBeanContext.of(registry), changed);
		}
		boolean needed = !changed.isEmpty() || OnSharedBeansCondition.isNeeded(registry);
		if (needed && !TestRun.isProcessedAheadOfTime()) {
			// Whoever asks for all beans by their names is given it
			this.configuration.setAbstract(false);
			this.configuration.setLazyInit(true);
		}
		else {
			registry.removeBeanDefinition(SharedBeanConfiguration.BEAN_NAME);
		}
	}

}
