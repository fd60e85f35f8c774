package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The schema that Hibernate makes of the entities of an application. What it is made from
 * is told by the environment and the class path, so that slices and whole contexts have
 * one database.
 */
final class JpaSchema {

	static final String AUTO_CONFIGURATION = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

	private static final String ENTITY_SCAN_PACKAGES = "org.springframework.boot.persistence.autoconfigure.EntityScanPackages";

	private static final String ENTITY_MANAGER_FACTORY_BEAN = "org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean";

	private static final String DDL_AUTO = "hibernate.hbm2ddl.auto";

	private static final String ACTION = "jakarta.persistence.schema-generation.database.action";

	private static final String NONE = "none";

	private static final String CREATE = "create";

	private static final Set<String> MAKING = Set.of(CREATE, "create-drop", "create-only", "update", "drop-and-create");

	/**
	 * Those that do not begin with dropping, which is all the same in an empty database.
	 */
	private static final Set<String> KEEPING = Set.of("create-only", "update");

	/** Properties that say nothing of the schema, and that slices set. */
	private static final List<String> IRRELEVANT = List.of("hibernate.show_sql", "hibernate.format_sql",
			"hibernate.highlight_sql", "hibernate.use_sql_comments", "hibernate.generate_statistics",
			"hibernate.session_factory.", "hibernate.cache.", "hibernate.jdbc.", "hibernate.javax.cache.",
			"hibernate.order_", "hibernate.query.", "hibernate.connection.", DDL_AUTO, ACTION);

	/** The types of the beans by which an application has its say. */
	static final List<String> BEANS = List.of(
			"org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer",
			"org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer",
			"org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes",
			"org.springframework.orm.jpa.persistenceunit.ManagedClassNameFilter",
			"org.springframework.orm.jpa.persistenceunit.PersistenceUnitPostProcessor",
			"org.hibernate.boot.model.naming.PhysicalNamingStrategy",
			"org.hibernate.boot.model.naming.ImplicitNamingStrategy");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final List<String> packages;

	private final EntityClasses entities;

	private JpaSchema(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.packages = packages(beanFactory);
		this.entities = EntityClasses.in(this.packages, beanFactory.getBeanClassLoader());
	}

	static JpaSchema of(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new JpaSchema(beanFactory, environment);
	}

	@SuppressWarnings("unchecked")
	private static List<String> packages(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsBean(ENTITY_SCAN_PACKAGES)) {
			Object scanned = PropertyAccessorFactory.forBeanPropertyAccess(beanFactory.getBean(ENTITY_SCAN_PACKAGES))
				.getPropertyValue("packageNames");
			if (scanned instanceof List<?> names && !names.isEmpty()) {
				return (List<String>) names;
			}
		}
		return AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of();
	}

	/**
	 * What Hibernate is told to do with a schema, by all the ways that there are.
	 * @return the value, or {@code null} when that is left to Spring Boot
	 */
	static @Nullable String explicitMode(Environment environment) {
		Map<String, String> properties = properties(environment);
		String mode = Stream
			.of(properties.get(DDL_AUTO), environment.getProperty("spring.jpa.hibernate.ddl-auto"),
					properties.get(ACTION))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		boolean generate = environment.getProperty("spring.jpa.generate-ddl", Boolean.class, false);
		return (generate && (mode == null || mode.equals(NONE))) ? "update" : mode;
	}

	private static Map<String, String> properties(Environment environment) {
		return Binder.get(environment)
			.bind("spring.jpa.properties", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
	}

	/**
	 * Whether the application, on an embedded database, has Hibernate make the schema.
	 * @param managed whether a tool for migrations manages the schema
	 */
	boolean isMade(boolean managed) {
		String mode = explicitMode(this.environment);
		return ((mode != null) ? MAKING.contains(mode) : !managed) && hasEntities() && !hasOwnFactory(this.beanFactory);
	}

	boolean hasEntities() {
		return !this.entities.isEmpty() || !mappingResources().isEmpty()
				|| !ApplicationBeans.ownNames(this.beanFactory, BEANS.get(2)).isEmpty();
	}

	/** An application with persistence units of its own says itself what they do. */
	private static boolean hasOwnFactory(ConfigurableListableBeanFactory beanFactory) {
		return !ApplicationBeans.ownNames(beanFactory, ENTITY_MANAGER_FACTORY_BEAN).isEmpty()
				|| !ApplicationBeans.ownNames(beanFactory, "jakarta.persistence.EntityManagerFactory").isEmpty();
	}

	/**
	 * Whether it is Spring Boot that decides what Hibernate does in the contexts: it
	 * would drop what an embedded database has.
	 */
	static boolean isLeftToSpringBoot(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return explicitMode(environment) == null && !hasOwnFactory(beanFactory);
	}

	private List<String> mappingResources() {
		return Binder.get(this.environment)
			.bind("spring.jpa.mapping-resources", Bindable.listOf(String.class))
			.orElse(List.of());
	}

	/** Why Hibernate makes no schema, or from what. */
	String describe() {
		String mode = explicitMode(this.environment);
		if (mode != null && !MAKING.contains(mode)) {
			return "spring.jpa.hibernate.ddl-auto is " + mode;
		}
		return hasEntities() ? "a tool for migrations or a persistence unit of the application stands in for it"
				: "no entity in " + this.packages;
	}

	Collection<String> inputs() {
		Map<String, String> relevant = new TreeMap<>(properties(this.environment));
		relevant.keySet().removeIf((name) -> IRRELEVANT.stream().anyMatch(name::startsWith));
		for (String name : List.of("hibernate.naming.implicit-strategy", "hibernate.naming.physical-strategy",
				"database", "database-platform", "defer-datasource-initialization")) {
			relevant.put(name, String.valueOf(this.environment.getProperty("spring.jpa." + name)));
		}
		String mode = explicitMode(this.environment);
		relevant.put(DDL_AUTO, (mode != null && KEEPING.contains(mode)) ? mode : CREATE);
		BEANS.subList(5, BEANS.size())
			.forEach((type) -> relevant.put(type,
					ApplicationBeans.ownNames(this.beanFactory, type)
						.stream()
						.map((name) -> String.valueOf(this.beanFactory.getType(name, false)))
						.toList()
						.toString()));
		List<String> inputs = new ArrayList<>(List.of(Inputs.text("entities", this.entities.digest()),
				Inputs.text("spring.jpa", relevant.toString())));
		List<String> files = new ArrayList<>(mappingResources());
		files.addAll(List.of("META-INF/orm.xml", "import.sql"));
		for (String property : List.of("hibernate.hbm2ddl.import_files",
				"jakarta.persistence.sql-load-script-source")) {
			files.addAll(List.of(relevant.getOrDefault(property, "import.sql").split("\\s*,\\s*", -1)));
		}
		inputs.addAll(Inputs.files(files));
		return inputs;
	}

	/**
	 * Let Hibernate make the schema in a small context that has its auto-configuration.
	 */
	void prepare(GenericApplicationContext context, MigrationBeanFactory beans) {
		BEANS.stream()
			.flatMap((type) -> ApplicationBeans.ownNames(this.beanFactory, type).stream())
			.forEach((name) -> ApplicationBeans.give(this.beanFactory, name, beans));
		if (!this.packages.isEmpty()) {
			AutoConfigurationPackages.register(context, this.packages.toArray(String[]::new));
		}
		String mode = explicitMode(this.environment);
		beans.addBeanPostProcessor(new FactorySettings((settings) -> {
			settings.remove(ACTION);
			// "create-drop" would drop it with the small context
			settings.put(DDL_AUTO, (mode != null && KEEPING.contains(mode)) ? mode : CREATE);
			// Closing it must not close the caches of the application
			settings.put("hibernate.cache.use_second_level_cache", "false");
			settings.put("hibernate.cache.use_query_cache", "false");
		}));
	}

	/**
	 * Keep the contexts of the application from making, changing or dropping the schema.
	 */
	static void leaveAlone(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.addBeanPostProcessor(new FactorySettings((settings) -> {
			if (!"validate".equals(settings.get(DDL_AUTO))) {
				settings.put(DDL_AUTO, NONE);
			}
			settings.computeIfPresent(ACTION, (name, action) -> NONE);
		}));
	}

	/**
	 * Changes the settings of a {@code LocalContainerEntityManagerFactoryBean}, which is
	 * known by its name: it need not be on the class path.
	 */
	private record FactorySettings(Consumer<Map<String, Object>> change) implements BeanPostProcessor {

		@Override
		@SuppressWarnings("unchecked")
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (isFactory(bean.getClass())) {
				Object settings = PropertyAccessorFactory.forBeanPropertyAccess(bean)
					.getPropertyValue("jpaPropertyMap");
				this.change.accept((Map<String, Object>) Objects.requireNonNull(settings));
			}
			return bean;
		}

		private static boolean isFactory(@Nullable Class<?> type) {
			return type != null
					&& (type.getName().equals(ENTITY_MANAGER_FACTORY_BEAN) || isFactory(type.getSuperclass()));
		}

	}

}
