package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
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

	/** Attribute of this bean's definition: the classes to use without being named. */
	static final String AUTOUSE_NAMES = "autouseNames";

	/**
	 * First of all deferred selectors, and so before that of auto-configuration. What the
	 * user has imported is known by then, and not imported again.
	 */
	static final class Selector implements DeferredImportSelector, Ordered, BeanFactoryAware {

		private List<String> autouseNames = List.of();

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			if (beanFactory instanceof BeanDefinitionRegistry registry) {
				this.autouseNames = autouseNames(registry);
			}
		}

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			List<String> imports = new ArrayList<>();
			if (!this.autouseNames.isEmpty()) {
				imports.add(AutouseDefinitions.Begin.class.getName());
				imports.addAll(this.autouseNames);
			}
			imports.add(AfterUserConfiguration.class.getName());
			return imports.toArray(String[]::new);
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

	static List<String> autouseNames(BeanDefinitionRegistry registry) {
		Object names = registry.getBeanDefinition(BEAN_NAME).getAttribute(AUTOUSE_NAMES);
		return (names instanceof String[] array) ? List.of(array) : List.of();
	}

	@SuppressWarnings("unchecked")
	static List<Method> testClassMethods(BeanDefinitionRegistry registry) {
		Object methods = registry.getBeanDefinition(BEAN_NAME).getAttribute(TEST_CLASS_METHODS);
		return (methods instanceof List<?> list) ? (List<Method>) list : List.of();
	}

}
