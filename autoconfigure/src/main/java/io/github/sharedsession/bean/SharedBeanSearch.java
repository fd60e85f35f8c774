package io.github.sharedsession.bean;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.annotation.ConfigurationCondition.ConfigurationPhase;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Searches user configuration for shared beans when it has been parsed, and no method of
 * it is registered yet: the classes that are registered, their member classes,
 * superclasses and interfaces, and what they import directly. Does not see what import
 * selectors and registrars add.
 */
final class SharedBeanSearch {

	/** Set by the container on definitions of configuration classes. */
	private static final String CONFIGURATION_CLASS = "org.springframework.context.annotation."
			+ "ConfigurationClassPostProcessor.configurationClass";

	private static final String METADATA_READER_FACTORY = "org.springframework.boot.autoconfigure."
			+ "internalCachingMetadataReaderFactory";

	/** Registered where a test class has {@code @Import}, wherever it comes from. */
	private static final String IMPORTS_OF_TEST_CLASSES = "org.springframework.boot.test.context."
			+ "ImportsContextCustomizer$ImportsConfiguration";

	/** Attribute of that definition: the classes to process for their imports. */
	private static final String NAMES_OF_TEST_CLASSES = "testClassNames";

	/** Imported classes that add others. */
	private static final List<String> ADDING = List.of(ImportSelector.class.getName(),
			DeferredImportSelector.class.getName(), ImportBeanDefinitionRegistrar.class.getName(),
			BeanRegistrar.class.getName());

	private final ConditionContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private @Nullable MetadataReaderFactory metadataReaderFactory;

	private final Set<String> seen = new LinkedHashSet<>();

	private final List<SharedBeanMethod> staticMethods = new ArrayList<>();

	private boolean foundAny;

	private boolean foundValues;

	private boolean certain = true;

	SharedBeanSearch(ConditionContext context, ConfigurableListableBeanFactory beanFactory) {
		this.context = context;
		this.beanFactory = beanFactory;
	}

	void run() {
		BeanDefinitionRegistry registry = this.context.getRegistry();
		for (String name : registry.getBeanDefinitionNames()) {
			if (registry.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition
					&& definition.hasAttribute(CONFIGURATION_CLASS)) {
				search(definition.getMetadata());
			}
		}
		TestClassBeans beans = SharedBeanConfiguration.testClassBeans(registry);
		for (Method method : beans.methods()) {
			add(method, method.getDeclaringClass());
		}
		// Boot processes these by a selector of its own
		if (registry.containsBeanDefinition(IMPORTS_OF_TEST_CLASSES)) {
			testClasses(registry.getBeanDefinition(IMPORTS_OF_TEST_CLASSES));
		}
		// Last, as what the user has named goes first
		for (String name : beans.autouseNames()) {
			search(read(name));
		}
	}

	/** Whether there are shared beans. */
	boolean hasFound() {
		return this.foundAny;
	}

	/** Whether any of them has a value that is written. */
	boolean hasFoundValues() {
		return this.foundValues;
	}

	/** Whether what was not found is not there. */
	boolean isCertain() {
		return this.certain;
	}

	/** Those that can be called before the beans exist. */
	List<SharedBeanMethod> staticMethods() {
		return this.staticMethods;
	}

	/**
	 * Boot has the container process them as any configuration class. Not the test class
	 * at hand: a context is that of all test classes which import the same, and the one
	 * that the imports come from is Boot's choice.
	 */
	private void testClasses(BeanDefinition imports) {
		if (imports.getAttribute(NAMES_OF_TEST_CLASSES) instanceof String[] names) {
			for (String name : names) {
				search(read(name));
			}
		}
		else {
			this.certain = false;
		}
	}

	private void search(@Nullable AnnotationMetadata metadata) {
		if (metadata != null && !isOutOfCondition(metadata)) {
			contents(metadata, metadata.isAnnotated(Component.class.getName()));
		}
	}

	/**
	 * What a configuration class has of its own and by its superclasses, whose conditions
	 * the container does not look at.
	 */
	private void contents(AnnotationMetadata metadata, boolean withMembers) {
		if (!this.seen.add(metadata.getClassName())) {
			return;
		}
		if (withMembers) {
			for (String memberClass : metadata.getMemberClassNames()) {
				AnnotationMetadata member = read(memberClass);
				if (member != null && isConfiguration(member)) {
					search(member);
				}
			}
		}
		declarations(metadata);
		String superClass = metadata.getSuperClassName();
		AnnotationMetadata superMetadata = (superClass != null && isOfUser(superClass)) ? read(superClass) : null;
		if (superMetadata != null) {
			contents(superMetadata, withMembers);
		}
	}

	private void declarations(AnnotationMetadata metadata) {
		for (MethodMetadata method : metadata.getAnnotatedMethods(SharedSessionBean.class.getName())) {
			add(metadata, method);
		}
		imports(metadata);
		for (String interfaceName : metadata.getInterfaceNames()) {
			AnnotationMetadata interfaceMetadata = isOfUser(interfaceName) && this.seen.add(interfaceName)
					? read(interfaceName) : null;
			if (interfaceMetadata != null) {
				declarations(interfaceMetadata);
			}
		}
	}

	private void imports(AnnotationMetadata metadata) {
		for (String name : classNames(metadata, Import.class)) {
			if (isOfUser(name)) {
				AnnotationMetadata imported = read(name);
				// A selector or registrar may add anything, and so may what can't be read
				this.certain &= imported != null && isConfiguration(imported)
						&& Collections.disjoint(Arrays.asList(imported.getInterfaceNames()), ADDING);
				search(imported);
			}
		}
	}

	/** Spring's samples are what many a user begins with. */
	private static boolean isOfUser(String className) {
		return className.startsWith("org.springframework.") ? className.startsWith("org.springframework.samples.")
				: !className.startsWith("java.");
	}

	private void add(AnnotationMetadata metadata, MethodMetadata method) {
		this.foundAny = true;
		if (isOutOfCondition(method)) {
			return;
		}
		if (method.isStatic()) {
			addStatic(metadata, method);
		}
		else {
			SharedBeanScope scope = method.getAnnotations()
				.get(SharedSessionBean.class)
				.getEnum("scope", SharedBeanScope.class);
			this.foundValues |= scope != SharedBeanScope.FORK;
		}
	}

	private void add(Method method, Class<?> owner) {
		if (this.staticMethods.stream().anyMatch((known) -> known.method().equals(method))) {
			// That of a class around a test class may be known from there
			return;
		}
		SharedBeanMethod found = SharedBeanMethod.of(method, owner);
		this.staticMethods.add(found);
		this.foundAny = true;
		this.foundValues |= found.scope() != SharedBeanScope.FORK;
	}

	private void addStatic(AnnotationMetadata metadata, MethodMetadata methodMetadata) {
		Class<?> type = ClassUtils.resolveClassName(metadata.getClassName(), this.context.getClassLoader());
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (method.getName().equals(methodMetadata.getMethodName())
					&& AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class)) {
				add(method, type);
			}
		}
	}

	private static boolean isConfiguration(AnnotationMetadata metadata) {
		return metadata.isAnnotated(Component.class.getName()) || metadata.isAnnotated(Import.class.getName())
				|| metadata.hasAnnotatedMethods(Bean.class.getName());
	}

	/** Left out by a condition or a profile, as far as that can be told already. */
	private boolean isOutOfCondition(AnnotatedTypeMetadata metadata) {
		for (String name : classNames(metadata, Conditional.class)) {
			if (!matches(name, metadata)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The classes that annotations of a type name. Every context pays for this, so it is
	 * done without lambdas, which a fresh JVM has to make classes of.
	 */
	static List<String> classNames(AnnotatedTypeMetadata metadata, Class<? extends Annotation> type) {
		MergedAnnotations annotations = metadata.getAnnotations();
		if (!annotations.isPresent(type)) {
			return List.of();
		}
		List<String> names = new ArrayList<>();
		for (MergedAnnotation<?> annotation : annotations.stream(type).toList()) {
			names.addAll(Arrays.asList(annotation.getStringArray(MergedAnnotation.VALUE)));
		}
		return names;
	}

	private boolean matches(String conditionClass, AnnotatedTypeMetadata metadata) {
		Class<?> type = ClassUtils.resolveClassName(conditionClass, this.context.getClassLoader());
		Condition condition = (Condition) BeanUtils.instantiateClass(type);
		boolean matches = condition.matches(this.context, metadata);
		if (!matches && condition instanceof ConfigurationCondition configurationCondition
				&& configurationCondition.getConfigurationPhase() == ConfigurationPhase.REGISTER_BEAN) {
			// It may match when its time has come
			this.certain = false;
		}
		return matches;
	}

	private @Nullable AnnotationMetadata read(String className) {
		try {
			return metadataReaderFactory().getMetadataReader(className).getAnnotationMetadata();
		}
		catch (IOException ex) {
			this.certain = false;
			return null;
		}
	}

	private MetadataReaderFactory metadataReaderFactory() {
		MetadataReaderFactory factory = this.metadataReaderFactory;
		if (factory == null) {
			// Boot shares one, in which the classes have just been read
			factory = this.beanFactory.containsBeanDefinition(METADATA_READER_FACTORY)
					? this.beanFactory.getBean(METADATA_READER_FACTORY, MetadataReaderFactory.class)
					: new CachingMetadataReaderFactory(this.context.getResourceLoader());
			this.metadataReaderFactory = factory;
		}
		return factory;
	}

}
