package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.sharedsession.bean.RecipeCall;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Which tools an application has its database migrated by: by its class path, its
 * properties and the auto-configurations that it excludes, not by what a slice of it
 * happens to have.
 */
final class ApplicationTools {

	private static final String FLYWAY_ENABLED = "spring.flyway.enabled";

	private static final String LIQUIBASE_ENABLED = "spring.liquibase.enabled";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	private final List<String> excluded;

	ApplicationTools(RecipeCall call) {
		this.beanFactory = call.beanFactory();
		this.environment = call.environment();
		this.excluded = Stream
			.concat(list(this.environment, "spring.autoconfigure.exclude").stream(),
					excludedByAnnotations(this.beanFactory))
			.toList();
	}

	private static Stream<String> excludedByAnnotations(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanDefinitionNames())
			.map(beanFactory::getBeanDefinition)
			.map(ApplicationTools::metadata)
			.flatMap(Stream::ofNullable)
			.map((metadata) -> metadata.getAnnotationAttributes(EnableAutoConfiguration.class.getName(), true))
			.flatMap(Stream::ofNullable)
			.flatMap((attributes) -> Stream.of(attributes.get("exclude"), attributes.get("excludeName")))
			.flatMap((names) -> (names instanceof String[] several) ? Stream.of(several) : Stream.empty());
	}

	/** That of a class which is a bean. */
	private static @Nullable AnnotationMetadata metadata(BeanDefinition definition) {
		if (definition instanceof AnnotatedBeanDefinition annotated) {
			return (annotated.getFactoryMethodMetadata() == null) ? annotated.getMetadata() : null;
		}
		// As in code that was generated ahead of time
		return (definition instanceof RootBeanDefinition root && root.getResolvedFactoryMethod() == null
				&& root.hasBeanClass()) ? AnnotationMetadata.introspect(ClassUtils.getUserClass(root.getBeanClass()))
						: null;
	}

	static List<String> list(ConfigurableEnvironment environment, String property, String... defaultValues) {
		return Binder.get(environment)
			.bind(property, Bindable.listOf(String.class))
			.orElseGet(() -> List.of(defaultValues));
	}

	/** Where the scripts of {@code spring.sql.init} are, if there are any. */
	static List<String> scriptLocations(ConfigurableEnvironment environment) {
		String platform = environment.getProperty("spring.sql.init.platform", "all");
		List<String> locations = new ArrayList<>();
		for (String kind : List.of("schema", "data")) {
			locations.addAll(list(environment, "spring.sql.init." + kind + "-locations",
					"classpath*:" + kind + "-" + platform + ".sql", "classpath*:" + kind + ".sql"));
		}
		return locations;
	}

	/** Whether there are such scripts, and they are to run. */
	static boolean hasScripts(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader) {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(classLoader);
		return !"never".equalsIgnoreCase(environment.getProperty(ApplicationMigrations.SCRIPTS_MODE))
				&& Inputs.files(scriptLocations(environment)).stream().anyMatch((location) -> {
					try {
						return Stream.of(resolver.getResources(location)).anyMatch(Resource::isReadable);
					}
					catch (IOException ex) {
						return false;
					}
				});
	}

	/** Whether the application has an auto-configuration. */
	boolean has(String autoConfiguration) {
		return isPresent(autoConfiguration) && !this.excluded.contains(autoConfiguration);
	}

	private boolean isPresent(String autoConfiguration) {
		return ClassUtils.isPresent(autoConfiguration, this.beanFactory.getBeanClassLoader());
	}

	/** Whether a tool for migrations manages the schema. */
	boolean managesSchema() {
		return (has(ApplicationMigrations.FLYWAY_AUTO_CONFIGURATION) && isEnabled(FLYWAY_ENABLED))
				|| (has(ApplicationMigrations.LIQUIBASE_AUTO_CONFIGURATION) && isEnabled(LIQUIBASE_ENABLED));
	}

	private boolean isEnabled(String property) {
		return this.environment.getProperty(property, Boolean.class, true);
	}

	/**
	 * The properties with which an auto-configuration does by default what it would do by
	 * default to an embedded database.
	 */
	Map<String, Object> defaultsOfEmbeddedDatabases() {
		String mode = this.environment.getProperty(ApplicationMigrations.SCRIPTS_MODE, "embedded");
		return mode.equalsIgnoreCase("embedded") ? Map.of(ApplicationMigrations.SCRIPTS_MODE, "always") : Map.of();
	}

	/** What would have migrated a database that is empty, for a message. */
	String describe(@Nullable JpaSchema schema) {
		return "Flyway ("
				+ describe(ApplicationMigrations.FLYWAY_AUTO_CONFIGURATION, FLYWAY_ENABLED, "spring.flyway.locations",
						"classpath:db/migration")
				+ "), Liquibase ("
				+ describe(ApplicationMigrations.LIQUIBASE_AUTO_CONFIGURATION, LIQUIBASE_ENABLED,
						ApplicationMigrations.CHANGE_LOG, ApplicationMigrations.DEFAULT_CHANGE_LOG)
				+ "), scripts (" + describeScripts() + "), Hibernate (" + whyNot(JpaSchema.AUTO_CONFIGURATION)
					.orElseGet(() -> (schema != null) ? schema.describe() : "not looked for")
				+ ")";
	}

	private String describe(String autoConfiguration, String enabled, String location, String defaultValue) {
		return whyNot(autoConfiguration).orElseGet(() -> isEnabled(enabled)
				? String.join(", ", list(this.environment, location, defaultValue)) : enabled + " is false");
	}

	private String describeScripts() {
		String mode = this.environment.getProperty(ApplicationMigrations.SCRIPTS_MODE, "");
		return mode.equalsIgnoreCase("never") ? ApplicationMigrations.SCRIPTS_MODE + " is never"
				: whyNot(ApplicationMigrations.SCRIPTS_AUTO_CONFIGURATION)
					.orElseGet(() -> String.join(", ", scriptLocations(this.environment)));
	}

	private Optional<String> whyNot(String autoConfiguration) {
		if (!isPresent(autoConfiguration)) {
			return Optional.of("not on the class path");
		}
		return has(autoConfiguration) ? Optional.empty() : Optional.of("its auto-configuration is excluded");
	}

}
