package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Imports the configuration classes that the test has not named, and auto-configuration
 * where there are shared beans. What the user has imported is known by then, and not
 * imported again.
 */
final class SharedBeanImportSelector implements ImportSelector, BeanFactoryAware {

	/**
	 * One of those that the auto-configuration is for; without them it only takes time.
	 */
	private static final boolean DATABASE_LIBRARY_PRESENT = Stream
		.of("io.r2dbc.spi.ConnectionFactory", "org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails",
				"org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails")
		.anyMatch((name) -> ClassUtils.isPresent(name, SharedBeanImportSelector.class.getClassLoader()));

	private final List<String> imports = new ArrayList<>();

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			if (DATABASE_LIBRARY_PRESENT && OnSharedBeansCondition.hasFoundSharedBeans(registry)) {
				this.imports.add(SharedBeanAutoConfiguration.class.getName());
			}
			List<String> autouseNames = SharedBeanConfiguration.testClassBeans(registry).autouseNames();
			if (!autouseNames.isEmpty()) {
				this.imports.add(AutouseDefinitions.Begin.class.getName());
				this.imports.addAll(autouseNames);
			}
		}
	}

	@Override
	public String[] selectImports(AnnotationMetadata importingClassMetadata) {
		return this.imports.toArray(new String[0]);
	}

}
