package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * Hooks into the processing of configuration classes at the one moment when those of the
 * user are known and those of auto-configuration are not, so that their conditions see
 * shared beans as what they are. Since it is registered last, its condition is evaluated
 * when user configuration has been parsed, and its registrar runs when the bean
 * definitions of user configuration have been registered. All that is imported late, as
 * auto-configuration, comes after it. Where the condition finds that nothing is shared,
 * the container does nothing more with it. It has no {@code @Configuration}, whose
 * attributes the container would read in each context.
 */
@Conditional(OnSharedBeansCondition.class)
@Import({ SharedBeanImportSelector.class, SharedBeanRegistrar.class })
class SharedBeanConfiguration {

	static final String BEAN_NAME = SharedBeanConfiguration.class.getName();

	/** Attribute of this bean's definition: the shared bean methods of the test class. */
	static final String TEST_CLASS_METHODS = "testClassMethods";

	/** Attribute of this bean's definition: the test class. */
	static final String TEST_CLASS = "testClass";

	/** Attribute of this bean's definition: the classes to use without being named. */
	static final String AUTOUSE_NAMES = "autouseNames";

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
