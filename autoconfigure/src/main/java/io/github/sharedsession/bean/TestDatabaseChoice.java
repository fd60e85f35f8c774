package io.github.sharedsession.bean;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.MethodMetadata;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.TestPropertySourceUtils;
import org.springframework.util.ClassUtils;

/**
 * The database that a test names itself, which goes before one that it uses without
 * naming it. What the application's own properties say is not a choice of the test.
 */
final class TestDatabaseChoice {

	private static final Log logger = LogFactory.getLog(TestDatabaseChoice.class);

	private static final String CONNECTION_DETAILS = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";

	private static final String TEST_DATABASE = "org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase";

	private static final String SERVICE_CONNECTION = "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

	private static final String JDBC_CONTAINER = "org.testcontainers.containers.JdbcDatabaseContainer";

	/** As Spring names what its annotations on test methods give. */
	private static final String DYNAMIC_PROPERTIES = "Dynamic Test Properties";

	/** By which a document says of which profile it is, in a file that has several. */
	private static final String ON_PROFILE = "spring.config.activate.on-profile";

	private static final List<String> URL_PROPERTIES = List.of("spring.datasource.url", "spring.datasource.jndi-name",
			"spring.datasource.hikari.jdbc-url", "spring.r2dbc.url");

	private TestDatabaseChoice() {
	}

	/**
	 * The annotation by which a test class names a database.
	 * @return what to call it, or an empty string when there is none
	 */
	static String of(Class<?> testClass) {
		MergedAnnotations annotations = MergedAnnotations.search(MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
			.withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
			.from(testClass);
		boolean replaced = annotations.stream(TEST_DATABASE)
			.filter(TestDatabaseChoice::isExplicit)
			.limit(1)
			.anyMatch((annotation) -> annotation.getValue("replace")
				.filter((replace) -> replace.toString().equals("NONE"))
				.isEmpty());
		if (replaced) {
			return "@AutoConfigureTestDatabase";
		}
		return hasContainer(testClass) ? "@ServiceConnection" : "";
	}

	/** Slices of Spring Boot have it for all tests. */
	private static boolean isExplicit(MergedAnnotation<?> annotation) {
		MergedAnnotation<?> source = annotation.getMetaSource();
		return source == null || !source.getType().getName().startsWith("org.springframework.boot.");
	}

	private static boolean hasContainer(Class<?> testClass) {
		Class<?> type = testClass;
		while (type != null && type != Object.class) {
			for (Field field : type.getDeclaredFields()) {
				if (isJdbcContainer(field.getType()) && MergedAnnotations.from(field).isPresent(SERVICE_CONNECTION)) {
					return true;
				}
			}
			type = type.getSuperclass();
		}
		return TestContextAnnotationUtils.searchEnclosingClass(testClass)
				&& hasContainer(testClass.getEnclosingClass());
	}

	/** Spring Boot connects to it only where nothing else has details to connect with. */
	private static boolean hasContainerBean(DefaultListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanDefinitionNames())
			.filter((name) -> mayBeServiceConnection(beanFactory.getBeanDefinition(name))
					&& !AutouseDefinitions.contain(beanFactory, name))
			.map((name) -> beanFactory.getType(name, false))
			.anyMatch((type) -> type != null && isJdbcContainer(type));
	}

	/** One that no method makes comes from a field, by @ImportTestcontainers. */
	private static boolean mayBeServiceConnection(BeanDefinition definition) {
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		return method == null || method.isAnnotated(SERVICE_CONNECTION);
	}

	private static boolean isJdbcContainer(Class<?> type) {
		Class<?> superclass = type.getSuperclass();
		return type.getName().equals(JDBC_CONTAINER) || (superclass != null && isJdbcContainer(superclass));
	}

	/**
	 * Remove the shared databases that a test has not named from its context, where it
	 * names another.
	 */
	static void apply(DefaultListableBeanFactory beanFactory, TestClassBeans beans) {
		List<String> databases = databases(beanFactory);
		if (databases.isEmpty()) {
			return;
		}
		ConfigurableEnvironment environment = SharedBeanContext.of(beanFactory).environment();
		String choice = choice(beanFactory, environment, beans);
		if (choice != null) {
			for (String name : databases) {
				EarlyProperties.remove(SharedBeanContext.of(beanFactory), name);
				beanFactory.removeBeanDefinition(name);
			}
			logger.info("The test class " + beans.testClass().getName() + " names a database by " + choice
					+ ", and so doesn't use the shared bean " + String.join(" and ", databases) + ".");
		}
		else {
			warnOfProfile(environment, beans, databases);
		}
	}

	private static @Nullable String choice(DefaultListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			TestClassBeans beans) {
		if (!beans.databaseChoice().isEmpty()) {
			return beans.databaseChoice();
		}
		return hasContainerBean(beanFactory) ? "@ServiceConnection" : property(environment, beans.configuration());
	}

	private static List<String> databases(DefaultListableBeanFactory beanFactory) {
		List<String> databases = new ArrayList<>();
		if (ClassUtils.isPresent(CONNECTION_DETAILS, beanFactory.getBeanClassLoader())) {
			Class<?> type = ClassUtils.resolveClassName(CONNECTION_DETAILS, beanFactory.getBeanClassLoader());
			for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
				if (AutouseDefinitions.contain(beanFactory, name)) {
					databases.add(name);
				}
			}
		}
		return databases;
	}

	/** The property by which the test names a database. */
	private static @Nullable String property(ConfigurableEnvironment environment,
			MergedContextConfiguration configuration) {
		StandardEnvironment ofTest = new StandardEnvironment();
		ofTest.getPropertySources()
			.stream()
			.map(PropertySource::getName)
			.toList()
			.forEach(ofTest.getPropertySources()::remove);
		TestPropertySourceUtils.addPropertySourcesToEnvironment(ofTest, new DefaultResourceLoader(),
				configuration.getPropertySourceDescriptors());
		TestPropertySourceUtils.addInlinedPropertiesToEnvironment(ofTest, configuration.getPropertySourceProperties());
		PropertySource<?> dynamic = environment.getPropertySources().get(DYNAMIC_PROPERTIES);
		if (dynamic != null) {
			ofTest.getPropertySources().addFirst(dynamic);
		}
		return named(ofTest.getPropertySources());
	}

	private static @Nullable String named(Iterable<PropertySource<?>> sources) {
		Binder binder = new Binder(ConfigurationPropertySources.from(sources));
		return URL_PROPERTIES.stream()
			.filter((name) -> binder.bind(name, Object.class).isBound())
			.findFirst()
			.orElse(null);
	}

	/** Whether a profile is for this database or for something else can't be told. */
	private static void warnOfProfile(ConfigurableEnvironment environment, TestClassBeans beans,
			List<String> databases) {
		for (String profile : beans.configuration().getActiveProfiles()) {
			List<PropertySource<?>> ofProfile = environment.getPropertySources()
				.stream()
				.filter((source) -> isOf(profile, source))
				.toList();
			String property = named(ofProfile);
			if (property != null) {
				logger.warn("The test class " + beans.testClass().getName() + " activates the profile '" + profile
						+ "', which sets " + property + ", and yet uses the shared bean "
						+ String.join(" and ", databases) + ". Where it needs its own database annotate it with "
						+ "@SharedSessionTest(autouse = false).");
			}
		}
	}

	private static boolean isOf(String profile, PropertySource<?> source) {
		String expression = String.valueOf(source.getProperty(ON_PROFILE));
		return source.getName().contains("-" + profile + ".")
				|| List.of(expression.split("[\\s,()&|]+")).contains(profile);
	}

}
