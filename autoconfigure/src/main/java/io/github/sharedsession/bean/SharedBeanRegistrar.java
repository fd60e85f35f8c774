package io.github.sharedsession.bean;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes shared beans of the bean definitions of user configuration, before those of
 * auto-configuration are registered.
 */
final class SharedBeanRegistrar implements ImportBeanDefinitionRegistrar {

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		DefaultListableBeanFactory beanFactory = SharedBeanDefinitions.beanFactory(registry);
		if (beanFactory != null) {
			TestClassBeans beans = SharedBeanConfiguration.testClassBeans(registry);
			if (!beans.autouseNames().isEmpty()) {
				AutouseDefinitions.end(beanFactory);
			}
			SharedBeanDefinitions definitions = new SharedBeanDefinitions(beanFactory);
			definitions.rewrite();
			definitions.register(beans.methods());
			if (!beans.autouseNames().isEmpty()) {
				TestDatabaseChoice.apply(beanFactory, beans);
			}
		}
	}

}
