package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.bean.RecipeCall;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;

/**
 * What the application itself would run: Spring Boot's own auto-configuration of the
 * tools does it, in a small context with the environment of the test's.
 */
final class ApplicationMigrations implements Migrations {

	private static final String DATA_SOURCE = "dataSource";

	static final String FLYWAY_AUTO_CONFIGURATION = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

	static final String LIQUIBASE_AUTO_CONFIGURATION = "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration";

	static final String CHANGE_LOG = "spring.liquibase.change-log";

	static final String DEFAULT_CHANGE_LOG = "classpath:/db/changelog/db.changelog-master.yaml";

	static final String SCRIPTS_MODE = "spring.sql.init.mode";

	static final String SCRIPTS_AUTO_CONFIGURATION = "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration";

	/** What tells the tools which of several data sources is theirs. */
	private static final List<String> MIGRATION_QUALIFIERS = List.of(
			"org.springframework.boot.flyway.autoconfigure.FlywayDataSource",
			"org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource");

	/** The types of the beans by which an application has its say. */
	private static final List<String> BEANS = List.of(
			"org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer",
			"org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy",
			"org.flywaydb.core.api.callback.Callback", "org.flywaydb.core.api.migration.JavaMigration");

	/** Not what it tells of the context, which may be closed before the database goes. */
	private final RecipeCall call;

	private final List<String> autoConfigurations;

	private final Collection<String> inputs;

	/** Properties that go before all others. */
	private final Map<String, Object> properties;

	private final Consumer<AnnotationConfigApplicationContext> customizer;

	private final boolean makesSchema;

	/** Whether all that the application has is run, its own beans included. */
	private final boolean all;

	private ApplicationMigrations(RecipeCall call, List<String> autoConfigurations, Collection<String> inputs,
			Map<String, Object> properties, Consumer<AnnotationConfigApplicationContext> customizer) {
		this(call, autoConfigurations, inputs, properties, customizer, false, false);
	}

	private ApplicationMigrations(RecipeCall call, List<String> autoConfigurations, Collection<String> inputs,
			Map<String, Object> properties, Consumer<AnnotationConfigApplicationContext> customizer,
			boolean makesSchema, boolean all) {
		this.properties = properties;
		this.call = call;
		ClassLoader classLoader = call.beanFactory().getBeanClassLoader();
		this.autoConfigurations = autoConfigurations.stream()
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.toList();
		this.inputs = inputs;
		this.customizer = customizer;
		this.makesSchema = makesSchema;
		this.all = all;
	}

	/**
	 * All that the application would run if the database were embedded.
	 */
	static ApplicationMigrations all(RecipeCall call) {
		ConfigurableEnvironment environment = call.environment();
		ApplicationTools tools = new ApplicationTools(call);
		List<String> autoConfigurations = new ArrayList<>(
				Stream.of(FLYWAY_AUTO_CONFIGURATION, LIQUIBASE_AUTO_CONFIGURATION, SCRIPTS_AUTO_CONFIGURATION)
					.filter(tools::has)
					.toList());
		List<String> inputs = new ArrayList<>(flywayInputs(environment, List.of()));
		inputs.addAll(liquibaseInputs(environment, environment.getProperty(CHANGE_LOG, DEFAULT_CHANGE_LOG)));
		inputs.addAll(scriptInputs(environment));
		JpaSchema schema = schema(call, tools);
		boolean makesSchema = schema != null && schema.isMade(tools.managesSchema());
		if (schema != null && makesSchema) {
			autoConfigurations.add(JpaSchema.AUTO_CONFIGURATION);
			inputs.addAll(schema.inputs());
		}
		OwnMigrations own = ownMigrations(call);
		if (own != null) {
			inputs.addAll(own.inputs());
		}
		inputs.add(Inputs.text("tools", autoConfigurations.toString()));
		return new ApplicationMigrations(call, autoConfigurations, inputs, tools.defaultsOfEmbeddedDatabases(),
				(context) -> {
				}, makesSchema, true);
	}

	private static @Nullable JpaSchema schema(RecipeCall call, ApplicationTools tools) {
		return (call.isForBean() && tools.has(JpaSchema.AUTO_CONFIGURATION))
				? JpaSchema.of(call.beanFactory(), call.environment()) : null;
	}

	private static @Nullable OwnMigrations ownMigrations(RecipeCall call) {
		return call.isForBean() ? OwnMigrations.in(call.beanFactory()) : null;
	}

	/**
	 * What Hibernate makes, and nothing else.
	 */
	static ApplicationMigrations jpaSchema(RecipeCall call) {
		JpaSchema schema = JpaSchema.of(call.beanFactory(), call.environment());
		if (call.isForBean() && !schema.hasEntities()) {
			throw new SharedBeanDefinitionException(
					"The schema of the " + call.description() + " is made by Hibernate, and there is "
							+ schema.describe() + ".",
					"Name the packages of the entities with @EntityScan, or use Migrations.scripts(...).", null);
		}
		return new ApplicationMigrations(call, List.of(JpaSchema.AUTO_CONFIGURATION), schema.inputs(), Map.of(),
				(context) -> {
				}, true, false);
	}

	/**
	 * Flyway only.
	 * @param locations the locations that the customizer sets, if it does
	 */
	static ApplicationMigrations flyway(RecipeCall call, Consumer<FluentConfiguration> customizer,
			List<String> locations) {
		return new ApplicationMigrations(call, List.of(FLYWAY_AUTO_CONFIGURATION),
				flywayInputs(call.environment(), locations), Map.of("spring.flyway.enabled", true),
				(context) -> FlywayBeans.register(context, customizer));
	}

	/**
	 * Liquibase only.
	 */
	static ApplicationMigrations liquibase(RecipeCall call, String changeLog) {
		return new ApplicationMigrations(call, List.of(LIQUIBASE_AUTO_CONFIGURATION),
				liquibaseInputs(call.environment(), changeLog),
				Map.of("spring.liquibase.enabled", true, CHANGE_LOG, changeLog), (context) -> {
				});
	}

	private static List<String> flywayInputs(ConfigurableEnvironment environment, List<String> locations) {
		List<String> inputs = new ArrayList<>(Inputs.directories(!locations.isEmpty() ? locations
				: ApplicationTools.list(environment, "spring.flyway.locations", "classpath:db/migration")));
		inputs.add(Inputs.properties(environment, "spring.flyway"));
		return inputs;
	}

	private static List<String> liquibaseInputs(ConfigurableEnvironment environment, String changeLog) {
		List<String> inputs = new ArrayList<>(Inputs.files(List.of(changeLog)));
		inputs.addAll(Inputs.directories(List.of(changeLog.replaceFirst("/[^/]*$", ""))));
		inputs.add(Inputs.properties(environment, "spring.liquibase"));
		return inputs;
	}

	private static List<String> scriptInputs(ConfigurableEnvironment environment) {
		List<String> inputs = new ArrayList<>(Inputs.files(ApplicationTools.scriptLocations(environment)));
		inputs.add(Inputs.properties(environment, "spring.sql.init"));
		return inputs;
	}

	/** Whether the scripts of {@code spring.sql.init} are run. */
	boolean runScripts() {
		return this.autoConfigurations.contains(SCRIPTS_AUTO_CONFIGURATION);
	}

	/**
	 * Whether contexts would do it anew, each for itself, if the database were not
	 * shared: unlike tools for migrations, which know what they have done.
	 */
	boolean isInsteadOfContexts() {
		return makesSchema() || (runScripts()
				&& ApplicationTools.hasScripts(this.call.environment(), this.call.beanFactory().getBeanClassLoader()));
	}

	/** Whether Hibernate makes the schema. */
	boolean makesSchema() {
		return this.makesSchema;
	}

	@Override
	public Collection<String> inputs() {
		return this.inputs;
	}

	@Override
	public void migrate(DataSource dataSource) throws Exception {
		OwnMigrations own = this.all ? ownMigrations(this.call) : null;
		ClassLoader classLoader = this.call.beanFactory().getBeanClassLoader();
		MigrationBeanFactory beans = new MigrationBeanFactory(this.call.beanFactory());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			context.setEnvironment(environmentWithProperties());
			context.setClassLoader(classLoader);
			RootBeanDefinition definition = new RootBeanDefinition(DataSource.class, () -> dataSource);
			preferForMigrations(definition);
			beans.registerBeanDefinition(DATA_SOURCE, definition);
			beans.addBeanPostProcessor(new ScriptsUser());
			if (own != null) {
				own.prepare(beans, DATA_SOURCE, definition);
			}
			for (String type : BEANS) {
				if (ClassUtils.isPresent(type, classLoader)) {
					registerBeans(context, ClassUtils.forName(type, classLoader));
				}
			}
			if (this.makesSchema) {
				JpaSchema.of(this.call.beanFactory(), this.call.environment()).prepare(context, beans);
			}
			this.customizer.accept(context);
			for (String autoConfiguration : this.autoConfigurations) {
				context.register(ClassUtils.forName(autoConfiguration, classLoader));
			}
			context.refresh();
		}
		catch (RuntimeException ex) {
			throw (own != null) ? own.failed(ex) : ex;
		}
		if (this.all) {
			ApplicationTools tools = new ApplicationTools(this.call);
			EmptyDatabases.tell(dataSource, this.call.description(), tools.describe(schema(this.call, tools)));
		}
	}

	/**
	 * To the URLs of the tools' own properties, with which they would migrate another.
	 */
	private static void preferForMigrations(RootBeanDefinition dataSource) {
		dataSource.setPrimary(true);
		for (String qualifier : MIGRATION_QUALIFIERS) {
			dataSource.addQualifier(new AutowireCandidateQualifier(qualifier));
		}
	}

	private ConfigurableEnvironment environmentWithProperties() {
		if (this.properties.isEmpty()) {
			return this.call.environment();
		}
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
		sources.addLast(new MapPropertySource("Migrations of a shared database", this.properties));
		this.call.environment()
			.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.forEach(sources::addLast);
		environment.setActiveProfiles(this.call.environment().getActiveProfiles());
		environment.setDefaultProfiles(this.call.environment().getDefaultProfiles());
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private void registerBeans(AnnotationConfigApplicationContext context, Class<?> type) {
		for (String name : this.call.beanFactory().getBeanNamesForType(type, true, false)) {
			if (!context.getBeanFactory().containsSingleton(name)) {
				context.getBeanFactory().registerSingleton(name, this.call.beanFactory().getBean(name));
			}
		}
	}

	/** Apart, since Spring Boot's support of Flyway need not be there. */
	private static final class FlywayBeans {

		static void register(AnnotationConfigApplicationContext context, Consumer<FluentConfiguration> customizer) {
			context.getBeanFactory()
				.registerSingleton(FlywayBeans.class.getName(), (FlywayConfigurationCustomizer) customizer::accept);
		}

	}

}
