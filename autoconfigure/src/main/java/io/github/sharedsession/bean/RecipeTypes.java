package io.github.sharedsession.bean;

import io.github.sharedsession.SharedBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Tells the container what type of bean a recipe is for, as long as its definition is as
 * its method declares it. Whoever looks for beans of any type while configuration classes
 * are read, as Spring Boot's {@code TypeExcludeFilter} and conditions do, would have the
 * container call static methods of recipes, and make their parameters before they are
 * shared.
 */
final class RecipeTypes implements SmartInstantiationAwareBeanPostProcessor {

	private final ConfigurableBeanFactory beanFactory;

	RecipeTypes(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable Class<?> predictBeanType(Class<?> beanClass, String beanName) {
		if (SharedBean.class.isAssignableFrom(beanClass)) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
			if (definition instanceof RootBeanDefinition
					&& !definition.hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE)) {
				definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE,
						definition.getResolvableType().as(SharedBean.class).getGeneric(1));
			}
		}
		return null;
	}

}
