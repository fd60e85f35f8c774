package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Beans of an application that a small context needs, found without making any of them.
 */
final class ApplicationBeans {

	private static final String OF_SPRING_BOOT = "org.springframework.boot.";

	private ApplicationBeans() {
	}

	/**
	 * The names of the beans of a type, which need not be on the class path, without
	 * those of Spring Boot's auto-configurations.
	 */
	static List<String> ownNames(ConfigurableListableBeanFactory beanFactory, String type) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		if (!ClassUtils.isPresent(type, classLoader)) {
			return List.of();
		}
		return Stream.of(beanFactory.getBeanNamesForType(ClassUtils.resolveClassName(type, classLoader), true, false))
			.map((name) -> name.replaceFirst("^&", ""))
			.filter((name) -> !beanFactory.containsBeanDefinition(name)
					|| !isOfSpringBoot(beanFactory.getMergedBeanDefinition(name)))
			.toList();
	}

	private static boolean isOfSpringBoot(BeanDefinition definition) {
		return Stream.of(definition.getFactoryBeanName(), definition.getBeanClassName())
			.filter(Objects::nonNull)
			.anyMatch((name) -> name.startsWith(OF_SPRING_BOOT));
	}

	/**
	 * Give a bean to another factory: itself, when it has been made, or else its
	 * definition, so that what it needs is that factory's.
	 */
	static void give(ConfigurableListableBeanFactory from, String name, MigrationBeanFactory to) {
		if (to.containsLocalBean(name)) {
			return;
		}
		if (from.containsSingleton(name) || !from.containsBeanDefinition(name)) {
			to.registerSingleton(name, from.getBean(name));
		}
		else {
			copy(from, name, to);
		}
	}

	/**
	 * Copy the definition of a bean, and that of the configuration class that makes it.
	 */
	static void copy(ConfigurableListableBeanFactory from, String name, MigrationBeanFactory to) {
		RootBeanDefinition copy = new RootBeanDefinition((RootBeanDefinition) from.getMergedBeanDefinition(name));
		copy.setLazyInit(false);
		copy.setDependsOn();
		to.registerCopy(name, copy);
		String factory = copy.getFactoryBeanName();
		if (factory != null && from.containsBeanDefinition(factory) && !to.containsBeanDefinition(factory)) {
			copy(from, factory, to);
		}
	}

}
