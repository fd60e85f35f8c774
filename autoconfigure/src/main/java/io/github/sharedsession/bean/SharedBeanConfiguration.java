package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registered by the customizer: hooks into the processing of configuration classes at the
 * one moment when those of the user are known and those of auto-configuration are not, so
 * that their conditions see shared beans as what they are.
 */
@Configuration(proxyBeanMethods = false)
@Import(SharedBeanConfiguration.Selector.class)
class SharedBeanConfiguration {

	static final String BEAN_NAME = SharedBeanConfiguration.class.getName();

	/** Attribute of this bean's definition: the shared bean methods of the test class. */
	static final String TEST_CLASS_METHODS = "testClassMethods";

	/** Attribute of this bean's definition: the test class and its enclosing classes. */
	static final String TEST_CLASS_NAMES = "testClassNames";

	/**
	 * First of all deferred selectors, and so before that of auto-configuration.
	 */
	static final class Selector implements DeferredImportSelector, Ordered {

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			return new String[] { AfterUserConfiguration.class.getName() };
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	/**
	 * For definitions that were registered only after auto-configuration, as by other
	 * registrars.
	 */
	static final class LateRewriting implements BeanDefinitionRegistryPostProcessor, Ordered {

		static final String BEAN_NAME = LateRewriting.class.getName();

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		}

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			if (beanFactory instanceof DefaultListableBeanFactory listableBeanFactory) {
				new SharedBeanDefinitions(listableBeanFactory).rewrite();
			}
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

	}

	@SuppressWarnings("unchecked")
	static List<Method> testClassMethods(BeanDefinitionRegistry registry) {
		Object methods = registry.getBeanDefinition(BEAN_NAME).getAttribute(TEST_CLASS_METHODS);
		return (methods instanceof List<?> list) ? (List<Method>) list : List.of();
	}

}
