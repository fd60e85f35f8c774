package io.github.sharedsession.bean;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Imported first of all that is imported late. Its condition is evaluated when user
 * configuration has been parsed; its registrar runs when the bean definitions of user
 * configuration have been registered. No member of {@link SharedBeanConfiguration}, since
 * members are processed before the class itself.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EarlyPropertiesCondition.class)
@Import(AfterUserConfiguration.Registrar.class)
class AfterUserConfiguration {

	static final class Registrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata,
				BeanDefinitionRegistry registry) {
			DefaultListableBeanFactory beanFactory = SharedBeanDefinitions.beanFactory(registry);
			if (beanFactory != null) {
				AutouseDefinitions.end(beanFactory);
				SharedBeanDefinitions definitions = new SharedBeanDefinitions(beanFactory);
				definitions.rewrite();
				definitions.register(SharedBeanConfiguration.testClassMethods(registry));
			}
		}

	}

}
