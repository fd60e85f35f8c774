package io.github.sharedsession.bean;

import java.util.Objects;

import org.springframework.beans.factory.config.BeanDefinition;
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

	private static final String TEST_CLASS_BEANS = TestClassBeans.class.getName();

	static void setTestClassBeans(BeanDefinition definition, TestClassBeans beans) {
		definition.setAttribute(TEST_CLASS_BEANS, beans);
	}

	static TestClassBeans testClassBeans(BeanDefinitionRegistry registry) {
		Object beans = registry.getBeanDefinition(BEAN_NAME).getAttribute(TEST_CLASS_BEANS);
		return (TestClassBeans) Objects.requireNonNull(beans);
	}

}
