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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	private final List<String> autoConfigurations;

	private final Collection<String> inputs;

	/** Properties that go before all others. */
	private final Map<String, Object> properties;

	private final Consumer<AnnotationConfigApplicationContext> customizer;

	/** The schema that Hibernate makes, if it does. */
	private final @Nullable JpaSchema schema;

	/** The application's own beans for migrations, if they are to run. */
	private final @Nullable OwnMigrations own;

	/** To be called with the migrated database. */
	private final Consumer<DataSource> check;

	private ApplicationMigrations(RecipeCall call, List<String> autoConfigurations, Collection<String> inputs,
			Map<String, Object> properties, Consumer<AnnotationConfigApplicationContext> customizer) {
		this(call, autoConfigurations, inputs, properties, customizer, null, null, (dataSource) -> {
		});
	}

	private ApplicationMigrations(RecipeCall call, List<String> autoConfigurations, Collection<String> inputs,
			Map<String, Object> properties, Consumer<AnnotationConfigApplicationContext> customizer,
			@Nullable JpaSchema schema, @Nullable OwnMigrations own, Consumer<DataSource> check) {
		this.properties = properties;
		this.beanFactory = call.beanFactory();
		this.environment = call.environment();
		this.autoConfigurations = autoConfigurations.stream()
			.filter((name) -> ClassUtils.isPresent(name, this.beanFactory.getBeanClassLoader()))
			.toList();
		this.inputs = inputs;
		this.customizer = customizer;
		this.schema = schema;
		this.own = own;
		this.check = check;
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
		JpaSchema schema = (call.isForBean() && tools.has(JpaSchema.AUTO_CONFIGURATION))
				? JpaSchema.of(call.beanFactory(), environment) : null;
		boolean made = schema != null && schema.isMade(tools.managesSchema());
		if (schema != null && made) {
			autoConfigurations.add(JpaSchema.AUTO_CONFIGURATION);
			inputs.addAll(schema.inputs());
		}
		OwnMigrations own = call.isForBean() ? OwnMigrations.in(call.beanFactory()) : null;
		if (own != null) {
			inputs.addAll(own.inputs());
		}
		inputs.add(Inputs.text("tools", autoConfigurations.toString()));
		String description = call.description();
		return new ApplicationMigrations(call, autoConfigurations, inputs, tools.defaultsOfEmbeddedDatabases(),
				(context) -> {
				}, made ? schema : null, own,
				(dataSource) -> EmptyDatabases.tell(dataSource, description, tools.describe(schema)));
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
				}, schema, null, (dataSource) -> {
				});
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
				&& ApplicationTools.hasScripts(this.environment, this.beanFactory.getBeanClassLoader()));
	}

	/** Whether Hibernate makes the schema. */
	boolean makesSchema() {
		return this.schema != null;
	}

	@Override
	public Collection<String> inputs() {
		return this.inputs;
	}

	@Override
	public void migrate(DataSource dataSource) throws Exception {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		MigrationBeanFactory beans = new MigrationBeanFactory(this.beanFactory);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			context.setEnvironment(environmentWithProperties());
			context.setClassLoader(classLoader);
			RootBeanDefinition definition = new RootBeanDefinition(DataSource.class, () -> dataSource);
			preferForMigrations(definition);
			beans.registerBeanDefinition(DATA_SOURCE, definition);
			if (this.own != null) {
				this.own.prepare(beans, DATA_SOURCE, definition);
			}
			for (String type : BEANS) {
				if (ClassUtils.isPresent(type, classLoader)) {
					registerBeans(context, ClassUtils.forName(type, classLoader));
				}
			}
			if (this.schema != null) {
				this.schema.prepare(context, beans);
			}
			this.customizer.accept(context);
			for (String autoConfiguration : this.autoConfigurations) {
				context.register(ClassUtils.forName(autoConfiguration, classLoader));
			}
			context.refresh();
		}
		catch (RuntimeException ex) {
			throw (this.own != null) ? this.own.failed(ex) : ex;
		}
		this.check.accept(dataSource);
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
			return this.environment;
		}
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
		sources.addLast(new MapPropertySource("Migrations of a shared database", this.properties));
		this.environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.forEach(sources::addLast);
		environment.setActiveProfiles(this.environment.getActiveProfiles());
		environment.setDefaultProfiles(this.environment.getDefaultProfiles());
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private void registerBeans(AnnotationConfigApplicationContext context, Class<?> type) {
		for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
			if (!context.getBeanFactory().containsSingleton(name)) {
				context.getBeanFactory().registerSingleton(name, this.beanFactory.getBean(name));
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
