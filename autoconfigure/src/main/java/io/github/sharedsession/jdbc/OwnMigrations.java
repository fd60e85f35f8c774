package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.store.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;

/**
 * The beans by which an application migrates its database itself, instead of Spring
 * Boot's. They run in the small context, where the {@code DataSource} is the one of the
 * shared database. What they are told by code can't be known without running it: the
 * locations that are named in the class files count, and the usual folders.
 */
final class OwnMigrations {

	private static final List<String> TYPES = List.of("liquibase.integration.spring.SpringLiquibase",
			"liquibase.integration.spring.MultiTenantSpringLiquibase", "org.flywaydb.core.Flyway",
			"org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer");

	private static final List<String> USUAL_FOLDERS = List.of("config/liquibase", "db/changelog", "db/migration");

	private static final Pattern LOCATION = Pattern
		.compile("((?:classpath\\*?|filesystem|file):)?(/?(?:[\\w.{}@-]+/)*)([\\w.{}@*-]+)");

	private static final Pattern CHANGE_LOG = Pattern.compile("(classpath:)?[\\w./-]+\\.(xml|ya?ml|json|sql)");

	private static final int CONSTANT_STRING = 8;

	private static final int DIGITS = 32;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> names = new LinkedHashSet<>();

	private OwnMigrations(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		TYPES.forEach((type) -> this.names.addAll(ApplicationBeans.ownNames(beanFactory, type)));
		this.names.removeIf((name) -> !beanFactory.containsBeanDefinition(name));
	}

	/** The beans of an application, or {@code null} when it leaves it to Spring Boot. */
	static @Nullable OwnMigrations in(ConfigurableListableBeanFactory beanFactory) {
		OwnMigrations own = new OwnMigrations(beanFactory);
		return own.names.isEmpty() ? null : own;
	}

	/**
	 * Copy the definitions of the beans.
	 * @param name the name of the only {@code DataSource} of the small context
	 * @param dataSource its definition, which also gets the name and the qualifiers of
	 * the application's
	 */
	void prepare(MigrationBeanFactory beans, String name, RootBeanDefinition dataSource) {
		this.names.forEach((own) -> ApplicationBeans.copy(this.beanFactory, own, beans));
		ConfigurationPropertiesBindingPostProcessor.register(beans);
		String[] candidates = this.beanFactory.getBeanNamesForType(DataSource.class, true, false);
		Stream.of(candidates)
			.filter(this.beanFactory::containsBeanDefinition)
			.filter((candidate) -> candidates.length == 1 || merged(candidate).isPrimary())
			.findFirst()
			.ifPresent((candidate) -> {
				if (!candidate.equals(name)) {
					beans.registerAlias(name, candidate);
				}
				dataSource.setQualifiedElement(merged(candidate).getResolvedFactoryMethod());
			});
	}

	private RootBeanDefinition merged(String name) {
		return (RootBeanDefinition) this.beanFactory.getMergedBeanDefinition(name);
	}

	List<String> inputs() {
		List<String> inputs = new ArrayList<>();
		Digest digest = Digest.sha256();
		for (String name : this.names) {
			byte[] file = classFile(name);
			digest.add(name).add(file);
			constants(file).forEach((constant) -> addLocation(constant, inputs));
		}
		inputs.add(Inputs.text("beans", digest.hex(DIGITS)));
		inputs.addAll(Inputs.directories(USUAL_FOLDERS));
		return inputs;
	}

	/** The folder of a file, or a folder; any other text leads nowhere. */
	private static void addLocation(String constant, List<String> inputs) {
		Matcher matcher = LOCATION.matcher(constant);
		if (!matcher.matches()) {
			return;
		}
		String prefix = (matcher.group(1) != null) ? matcher.group(1) : "";
		String folder = matcher.group(2).replaceFirst("^/", "");
		boolean isFile = matcher.group(3).contains(".");
		if (isFile && folder.isEmpty()) {
			inputs.addAll(Inputs.files(List.of("classpath*:" + matcher.group(3))));
		}
		else if (!folder.isEmpty() || !prefix.isEmpty()) {
			inputs.addAll(Inputs.directories(List.of(isFile ? prefix + matcher.group(2) : constant)));
		}
	}

	private byte[] classFile(String name) {
		@Nullable Class<?> type = declaringClass(name);
		if (type == null) {
			return new byte[0];
		}
		try (InputStream stream = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			return (stream != null) ? stream.readAllBytes() : new byte[0];
		}
		catch (IOException ex) {
			return new byte[0];
		}
	}

	private @Nullable Class<?> declaringClass(String name) {
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
		String factory = definition.getFactoryBeanName();
		String className = definition.getBeanClassName();
		if (factory == null && className != null) {
			return ClassUtils
				.getUserClass(ClassUtils.resolveClassName(className, this.beanFactory.getBeanClassLoader()));
		}
		@Nullable Class<?> type = this.beanFactory.getType((factory != null) ? factory : name, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private static List<String> constants(byte[] file) {
		try {
			ClassReader reader = new ClassReader(file);
			char[] buffer = new char[reader.getMaxStringLength()];
			return IntStream.range(1, reader.getItemCount())
				.filter((index) -> reader.getItem(index) > 0
						&& reader.readByte(reader.getItem(index) - 1) == CONSTANT_STRING)
				.mapToObj((index) -> (String) reader.readConst(index, buffer))
				.toList();
		}
		catch (RuntimeException ex) {
			// A class file that is too new to be read, or none
			return List.of();
		}
	}

	/** Say whose bean has failed, and what to do without it. */
	DatabaseMigrationException failed(Exception ex) {
		boolean waits = Stream.iterate((Throwable) ex, (cause) -> cause != null, Throwable::getCause)
			.anyMatch(BeanCurrentlyInCreationException.class::isInstance);
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		return new DatabaseMigrationException("The shared database could not be migrated by the application's own "
				+ String.join(" and ", this.names.stream().map(this::describe).toList())
				+ (waits ? ": it needs a bean that needs the application's DataSource, which waits for this database."
						: ": " + cause.getClass().getSimpleName() + "."),
				"See the cause. To do without the bean, say how the database is migrated: " + line(), ex);
	}

	private String describe(String name) {
		@Nullable Class<?> type = declaringClass(name);
		return "bean '" + name + "'" + ((type != null) ? " (" + type.getName() + ")" : "");
	}

	/** The one line that helps. */
	private String line() {
		boolean flyway = this.names.stream()
			.map((name) -> String.valueOf(this.beanFactory.getType(name, false)).toLowerCase(Locale.ROOT))
			.allMatch((type) -> type.contains("flyway"));
		if (flyway) {
			return ".migratedBy(Migrations.flyway())";
		}
		String changeLog = this.names.stream()
			.flatMap((name) -> constants(classFile(name)).stream())
			.filter((constant) -> CHANGE_LOG.matcher(constant).matches())
			.findFirst()
			.map((constant) -> constant.startsWith("classpath:") ? constant : "classpath:" + constant)
			.orElse("classpath:...");
		return ".migratedBy(Migrations.liquibase(\"" + changeLog + "\"))";
	}

}
