package io.github.sharedsession.bean;

import java.util.HashMap;
import java.util.Map;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The bean definitions of configuration classes that the test has not named. They are
 * registered after those of user configuration, which they must not replace, and are
 * recognized by that.
 */
final class AutouseDefinitions {

	private static final String ATTRIBUTE = AutouseDefinitions.class.getName();

	private final DefaultListableBeanFactory beanFactory;

	private final boolean allowsOverriding;

	private final Map<String, BeanDefinition> before = new HashMap<>();

	private AutouseDefinitions(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.allowsOverriding = beanFactory.isAllowBeanDefinitionOverriding();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			this.before.put(name, beanFactory.getBeanDefinition(name));
		}
	}

	/** They are about to be registered. */
	private static void begin(DefaultListableBeanFactory beanFactory) {
		beanFactory.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
			.setAttribute(ATTRIBUTE, new AutouseDefinitions(beanFactory));
		beanFactory.setAllowBeanDefinitionOverriding(true);
	}

	/** They have been registered, if there are any. */
	static void end(DefaultListableBeanFactory beanFactory) {
		if (beanFactory.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
			.removeAttribute(ATTRIBUTE) instanceof AutouseDefinitions definitions) {
			definitions.end();
		}
	}

	static boolean contain(DefaultListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name) && beanFactory.getBeanDefinition(name).hasAttribute(ATTRIBUTE);
	}

	private void end() {
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
			BeanDefinition former = this.before.get(name);
			if (former == null) {
				change(definition);
			}
			else if (former != definition) {
				EarlyProperties.remove(SharedBeanContext.of(this.beanFactory), name);
				this.beanFactory.registerBeanDefinition(name, former);
			}
		}
		this.beanFactory.setAllowBeanDefinitionOverriding(this.allowsOverriding);
	}

	/** What nobody asks for is not made, and what the user has named is preferred. */
	private static void change(BeanDefinition definition) {
		definition.setAttribute(ATTRIBUTE, true);
		if (definition instanceof AbstractBeanDefinition changeable) {
			if (changeable.getLazyInit() == null) {
				changeable.setLazyInit(true);
			}
			changeable.setFallback(!changeable.isPrimary());
		}
	}

	/**
	 * Imported right before the classes, and so registered right before their beans.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Begin.Registrar.class)
	static class Begin {

		static final class Registrar implements ImportBeanDefinitionRegistrar {

			@Override
			public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata,
					BeanDefinitionRegistry registry) {
				DefaultListableBeanFactory beanFactory = SharedBeanDefinitions.beanFactory(registry);
				if (beanFactory != null) {
					begin(beanFactory);
				}
			}

		}

	}

}
