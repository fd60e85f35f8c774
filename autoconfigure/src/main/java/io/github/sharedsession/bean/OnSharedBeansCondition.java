package io.github.sharedsession.bean;

import java.util.List;

import io.github.sharedsession.SharedSessionConfigurationException;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when user configuration has shared beans, or may have: most contexts have none,
 * and need nothing of us. Being asked is the moment to add the properties of recipes to
 * the environment, and to begin with what the first shared value of a JVM takes long for.
 */
final class OnSharedBeansCondition implements Condition {

	/** Attribute of the configuration's definition: whether it is needed. */
	private static final String NEEDED = OnSharedBeansCondition.class.getName() + ".needed";

	/** Attribute of the configuration's definition: there are shared beans. */
	private static final String FOUND = OnSharedBeansCondition.class.getName() + ".found";

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		BeanDefinitionRegistry registry = context.getRegistry();
		// Evaluated once more when the class is needed, for its beans
		if (!isNeeded(registry) && search(context)) {
			registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).setAttribute(NEEDED, true);
		}
		return isNeeded(registry);
	}

	private static boolean search(ConditionContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory == null) {
			return true;
		}
		SharedBeanSearch search = new SharedBeanSearch(context, beanFactory);
		search.run();
		if (search.hasFound()) {
			context.getRegistry().getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).setAttribute(FOUND, true);
			SharedBeanContext shared = SharedBeanContext.of(beanFactory);
			if (search.hasFoundValues()) {
				prepareValues(shared, search.staticMethods());
			}
			EarlyProperties.register(shared, search.staticMethods());
		}
		return search.hasFound() || !search.isCertain()
				|| !SharedBeanConfiguration.testClassBeans(context.getRegistry()).autouseNames().isEmpty();
	}

	private static void prepareValues(SharedBeanContext shared, List<SharedBeanMethod> methods) {
		try {
			shared.prepareValues(methods);
		}
		catch (SharedSessionConfigurationException ex) {
			// Who needs the setting next tells, without the container's words around it
		}
	}

	/** Whether a context needs {@link SharedBeanConfiguration}. */
	static boolean isNeeded(BeanDefinitionRegistry registry) {
		return registry.containsBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
				&& registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).hasAttribute(NEEDED);
	}

	/** Whether shared beans were found for certain. */
	static boolean hasFoundSharedBeans(BeanDefinitionRegistry registry) {
		return registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).hasAttribute(FOUND);
	}

}
