package io.github.sharedsession.jdbc;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.TypeConverter;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;

/**
 * The beans of a small context in which a database is migrated. What beans need and what
 * it hasn't got comes from the application. It is not the parent: conditions, and
 * collections of beans, would see the application's tools for migrations there, which
 * need its {@code DataSource}, which is not there yet.
 */
final class MigrationBeanFactory extends DefaultListableBeanFactory {

	private static final Set<Class<?>> EXECUTORS = Set.of(Executor.class, TaskExecutor.class);

	private final ConfigurableListableBeanFactory application;

	private final Set<String> copies = new HashSet<>();

	MigrationBeanFactory(ConfigurableListableBeanFactory application) {
		this.application = application;
	}

	/**
	 * Register the copy of a definition of the application, to which what is optional
	 * comes from there as well. Spring Boot's beans have what this context has, or
	 * nothing.
	 */
	void registerCopy(String name, RootBeanDefinition copy) {
		this.copies.add(name);
		registerBeanDefinition(name, copy);
	}

	/**
	 * What a bean would leave to another thread it does at once, so that the database is
	 * migrated when the context has started.
	 */
	@Override
	public @Nullable Object resolveDependency(DependencyDescriptor descriptor, @Nullable String requestingBeanName,
			@Nullable Set<String> autowiredBeanNames, @Nullable TypeConverter typeConverter) throws BeansException {
		if (ObjectFactory.class.isAssignableFrom(descriptor.getDependencyType()) && requestingBeanName != null
				&& this.copies.contains(requestingBeanName) && !hasBeanFor(descriptor)) {
			return this.application.resolveDependency(descriptor, requestingBeanName, autowiredBeanNames,
					typeConverter);
		}
		if (EXECUTORS.contains(descriptor.getDependencyType()) && requestingBeanName != null
				&& this.copies.contains(requestingBeanName)) {
			return new SyncTaskExecutor();
		}
		try {
			return super.resolveDependency(descriptor, requestingBeanName, autowiredBeanNames, typeConverter);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw ex;
		}
		catch (NoSuchBeanDefinitionException ex) {
			return this.application.resolveDependency(descriptor, requestingBeanName, autowiredBeanNames,
					typeConverter);
		}
	}

	private boolean hasBeanFor(DependencyDescriptor descriptor) {
		DependencyDescriptor nested = new DependencyDescriptor(descriptor);
		nested.increaseNestingLevel();
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this, nested.getResolvableType(), true,
				false).length > 0;
	}

}
