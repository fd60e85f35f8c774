package io.github.sharedsession.bean;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Always matches; being asked is the moment to add the properties of recipes to the
 * environment. No method of a configuration class is registered yet then, so the classes
 * are searched: those that are registered, their member classes, and what they import
 * directly.
 */
class EarlyPropertiesCondition implements Condition {

	/** Set by the container on definitions of configuration classes. */
	private static final String CONFIGURATION_CLASS = "org.springframework.context.annotation."
			+ "ConfigurationClassPostProcessor.configurationClass";

	private static final String METADATA_READER_FACTORY = "org.springframework.boot.autoconfigure."
			+ "internalCachingMetadataReaderFactory";

	private static final String SEARCHED = EarlyPropertiesCondition.class.getName() + ".searched";

	private static final String FOUND = EarlyPropertiesCondition.class.getName() + ".found";

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		BeanDefinition definition = context.getRegistry().getBeanDefinition(SharedBeanConfiguration.BEAN_NAME);
		// Conditions are evaluated twice, once for the class and once for its beans
		if (beanFactory != null && !definition.hasAttribute(SEARCHED)) {
			definition.setAttribute(SEARCHED, true);
			new Search(context, beanFactory).run();
		}
		return true;
	}

	/**
	 * Whether the search has found shared beans. It does not see what import selectors
	 * and registrars of the user import.
	 */
	static boolean hasFoundSharedBeans(BeanDefinitionRegistry registry) {
		return registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).hasAttribute(FOUND);
	}

	private static final class Search {

		private final ConditionContext context;

		private final ConfigurableListableBeanFactory beanFactory;

		private final MetadataReaderFactory metadataReaderFactory;

		private final Set<String> seen = new LinkedHashSet<>();

		private final List<SharedBeanMethod> found = new ArrayList<>();

		private boolean anyMethod;

		Search(ConditionContext context, ConfigurableListableBeanFactory beanFactory) {
			this.context = context;
			this.beanFactory = beanFactory;
			// Boot shares one, in which the classes have just been read
			this.metadataReaderFactory = beanFactory.containsBean(METADATA_READER_FACTORY)
					? beanFactory.getBean(METADATA_READER_FACTORY, MetadataReaderFactory.class)
					: new CachingMetadataReaderFactory(context.getResourceLoader());
		}

		void run() {
			BeanDefinitionRegistry registry = this.context.getRegistry();
			for (String name : registry.getBeanDefinitionNames()) {
				if (registry.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition
						&& definition.hasAttribute(CONFIGURATION_CLASS)) {
					search(definition.getMetadata());
				}
			}
			for (Method method : SharedBeanConfiguration.testClassMethods(registry)) {
				this.found.add(SharedBeanMethod.of(method, method.getDeclaringClass()));
			}
			importsOfTestClasses(registry);
			// Last, as what the user has named goes first
			for (String name : SharedBeanConfiguration.autouseNames(registry)) {
				search(read(name));
			}
			if (this.anyMethod || !this.found.isEmpty()) {
				registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME).setAttribute(FOUND, true);
				EarlyProperties.register(SharedBeanContext.of(this.beanFactory), this.found);
			}
		}

		/** Boot processes {@code @Import} on a test class by a selector of its own. */
		private void importsOfTestClasses(BeanDefinitionRegistry registry) {
			Object names = registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
				.getAttribute(SharedBeanConfiguration.IMPORTING_CLASS_NAMES);
			if (names instanceof String[] classNames) {
				for (String name : classNames) {
					imports(read(name));
				}
			}
		}

		private void search(@Nullable AnnotationMetadata metadata) {
			if (metadata == null || !this.seen.add(metadata.getClassName()) || isOutOfCondition(metadata)) {
				return;
			}
			for (MethodMetadata method : metadata.getAnnotatedMethods(SharedSessionBean.class.getName())) {
				this.anyMethod = true;
				if (method.isStatic() && !isOutOfCondition(method)) {
					add(metadata, method);
				}
			}
			for (String memberClass : metadata.getMemberClassNames()) {
				AnnotationMetadata member = read(memberClass);
				if (member != null && isConfiguration(member)) {
					search(member);
				}
			}
			imports(metadata);
			String superClass = metadata.getSuperClassName();
			if (superClass != null && !superClass.startsWith("java.")) {
				search(read(superClass));
			}
		}

		private void imports(@Nullable AnnotationMetadata metadata) {
			if (metadata == null) {
				return;
			}
			for (String name : classNames(metadata, Import.class)) {
				if (!name.startsWith("org.springframework.")) {
					search(read(name));
				}
			}
		}

		private void add(AnnotationMetadata metadata, MethodMetadata methodMetadata) {
			Class<?> type = ClassUtils.resolveClassName(metadata.getClassName(), this.context.getClassLoader());
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (method.getName().equals(methodMetadata.getMethodName())
						&& AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class)) {
					this.found.add(SharedBeanMethod.of(method, type));
				}
			}
		}

		private static boolean isConfiguration(AnnotationMetadata metadata) {
			return metadata.isAnnotated(Configuration.class.getName())
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
		 * The classes that annotations of a type name. Every context pays for this, so it
		 * is done without lambdas, which a fresh JVM has to make classes of.
		 */
		private static List<String> classNames(AnnotatedTypeMetadata metadata, Class<? extends Annotation> type) {
			List<String> names = new ArrayList<>();
			for (MergedAnnotation<?> annotation : metadata.getAnnotations().stream(type).toList()) {
				names.addAll(Arrays.asList(annotation.asAnnotationAttributes(MergedAnnotation.Adapt.CLASS_TO_STRING)
					.getStringArray(MergedAnnotation.VALUE)));
			}
			return names;
		}

		private boolean matches(String conditionClass, AnnotatedTypeMetadata metadata) {
			Class<?> type = ClassUtils.resolveClassName(conditionClass, this.context.getClassLoader());
			Condition condition = (Condition) BeanUtils.instantiateClass(type);
			return condition.matches(this.context, metadata);
		}

		private @Nullable AnnotationMetadata read(String className) {
			try {
				return this.metadataReaderFactory.getMetadataReader(className).getAnnotationMetadata();
			}
			catch (IOException ex) {
				return null;
			}
		}

	}

}
