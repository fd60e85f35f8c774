package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.StandardMethodMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Changes the bean definitions of {@link SharedSessionBean @SharedSessionBean} methods in
 * place: their beans come from a {@link SharedBeanInstanceSupplier}, have the type that
 * the recipe gives, and are destroyed by us.
 */
final class SharedBeanDefinitions {

	private static final String REWRITTEN = SharedBeanDefinitions.class.getName() + ".rewritten";

	private final DefaultListableBeanFactory beanFactory;

	SharedBeanDefinitions(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Change the definitions that have not been changed yet.
	 * @return the methods of those that were
	 */
	List<SharedBeanMethod> rewrite() {
		List<SharedBeanMethod> methods = new ArrayList<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
			if (!definition.hasAttribute(REWRITTEN)) {
				SharedBeanMethod method = method(name, definition);
				if (method != null) {
					rewrite(method, definition);
					methods.add(method);
				}
			}
		}
		afterChange(methods);
		return methods;
	}

	/**
	 * Register beans for the static methods of a test class, which is no configuration
	 * class.
	 */
	void register(List<Method> testClassMethods) {
		List<SharedBeanMethod> methods = new ArrayList<>();
		for (Method method : testClassMethods) {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(ResolvableType.forMethodReturnType(method));
			definition.setBeanClass(method.getDeclaringClass());
			definition.setUniqueFactoryMethodName(method.getName());
			definition.setResolvedFactoryMethod(method);
			definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			definition.setResourceDescription(method.getDeclaringClass().getName());
			applyCommonAnnotations(definition, method);
			SharedBeanMethod sharedBeanMethod = SharedBeanMethod.of(method, method.getDeclaringClass());
			String name = sharedBeanMethod.beanName();
			if (isDeclaredBy(name, method)) {
				continue;
			}
			change(sharedBeanMethod, definition);
			if (AutouseDefinitions.contain(this.beanFactory, name)) {
				this.beanFactory.removeBeanDefinition(name);
			}
			this.beanFactory.registerBeanDefinition(name, definition);
			Arrays.stream(sharedBeanMethod.annotation().name())
				.skip(1)
				.forEach((alias) -> this.beanFactory.registerAlias(name, alias));
			methods.add(sharedBeanMethod);
		}
		afterChange(methods);
	}

	/**
	 * Register a bean for a part of another one, which has the same method. Nobody gets
	 * it by its type.
	 */
	void register(SharedBeanMethod part) {
		RootBeanDefinition definition = new RootBeanDefinition(
				(RootBeanDefinition) this.beanFactory.getMergedBeanDefinition(part.wholeName()));
		definition.setPrimary(false);
		definition.setAutowireCandidate(false);
		definition.setLazyInit(true);
		change(part, definition);
		this.beanFactory.registerBeanDefinition(part.beanName(), definition);
	}

	/** As for any other {@code @Bean} method. */
	private static void applyCommonAnnotations(RootBeanDefinition definition, Method method) {
		definition.setPrimary(AnnotatedElementUtils.hasAnnotation(method, Primary.class));
		definition.setFallback(AnnotatedElementUtils.hasAnnotation(method, Fallback.class));
		Lazy lazy = AnnotatedElementUtils.findMergedAnnotation(method, Lazy.class);
		if (lazy != null) {
			definition.setLazyInit(lazy.value());
		}
		DependsOn dependsOn = AnnotatedElementUtils.findMergedAnnotation(method, DependsOn.class);
		if (dependsOn != null) {
			definition.setDependsOn(dependsOn.value());
		}
	}

	/** The test class may be a configuration class of its own context as well. */
	private boolean isDeclaredBy(String name, Method method) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getBeanDefinition(name) instanceof RootBeanDefinition definition
				&& definition.getInstanceSupplier() instanceof SharedBeanInstanceSupplier supplier
				&& supplier.getFactoryMethod().equals(method);
	}

	/** The method of a definition, if it is that of a shared bean. */
	private @Nullable SharedBeanMethod method(String name, BeanDefinition definition) {
		if (definition instanceof AnnotatedBeanDefinition annotated) {
			MethodMetadata metadata = annotated.getFactoryMethodMetadata();
			if (metadata == null || !metadata.isAnnotated(SharedSessionBean.class.getName())) {
				return null;
			}
			Class<?> owner = owner(definition, metadata.getDeclaringClassName());
			return SharedBeanMethod.of(name, findMethod(owner, metadata), owner);
		}
		// Code that was generated ahead of time keeps the method, and no metadata
		Method method = (definition instanceof RootBeanDefinition rootDefinition)
				? rootDefinition.getResolvedFactoryMethod() : null;
		return (method != null && AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class))
				? SharedBeanMethod.of(name, method, owner(definition, method.getDeclaringClass().getName())) : null;
	}

	private void rewrite(SharedBeanMethod method, BeanDefinition definition) {
		if (!(definition instanceof RootBeanDefinition rootDefinition)) {
			throw new SharedBeanDefinitionException("The " + method.description()
					+ " has a bean definition of the unknown kind " + definition.getClass().getName() + ".",
					"Look what post-processor has replaced it.", null);
		}
		if (!definition.isSingleton()) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " has the scope '" + definition.getScope() + "'.",
					"Remove @Scope: a shared bean is a singleton of each context.", null);
		}
		change(method, rootDefinition);
	}

	private void change(SharedBeanMethod method, RootBeanDefinition definition) {
		definition.setAttribute(REWRITTEN, true);
		if (ConnectionDetails.class.isAssignableFrom(method.beanType().toClass())) {
			// By this mark Spring Boot knows a database of the tests, which it must not
			// replace by an embedded one
			new ContainerImageMetadata(null).addTo(definition);
		}
		if (TestRun.isProcessedAheadOfTime()) {
			if (method.isRecipe()) {
				// Or else the container may call the method for it
				definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, method.beanType());
			}
			return;
		}
		if (!method.isRecipe() && !isEnabled()) {
			String destroyMethod = method.annotation().destroyMethod();
			definition
				.setDestroyMethodName(destroyMethod.isEmpty() ? AbstractBeanDefinition.INFER_METHOD : destroyMethod);
			return;
		}
		definition.setTargetType(method.beanType());
		SharedBeanInstanceSupplier supplier = new SharedBeanInstanceSupplier(method);
		definition.setInstanceSupplier(supplier);
		SharedBeanContext.of(this.beanFactory).add(supplier);
		definition.setDestroyMethodName("");
	}

	private boolean isEnabled() {
		return SharedBeanContext.of(this.beanFactory).settings().enabled();
	}

	private void afterChange(List<SharedBeanMethod> methods) {
		if (!methods.isEmpty()) {
			DirectCalls.handle(this.beanFactory);
			// A condition in user configuration may have had all definitions merged
			// already
			this.beanFactory.clearMetadataCache();
			if (methods.stream().anyMatch((method) -> method.scope() != SharedBeanScope.FORK)) {
				SharedBeanContext.of(this.beanFactory).prepareValues(methods);
			}
		}
	}

	private Class<?> owner(BeanDefinition definition, String declaringClass) {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		String factoryBeanName = definition.getFactoryBeanName();
		Class<?> type = (factoryBeanName != null) ? this.beanFactory.getType(factoryBeanName, false) : null;
		return ClassUtils
			.getUserClass((type != null) ? type : ClassUtils.resolveClassName(declaringClass, classLoader));
	}

	private static Method findMethod(Class<?> owner, MethodMetadata metadata) {
		if (metadata instanceof StandardMethodMetadata standard) {
			return standard.getIntrospectedMethod();
		}
		List<Method> candidates = new ArrayList<>();
		ReflectionUtils.doWithMethods(owner, candidates::add,
				(method) -> method.getName().equals(metadata.getMethodName()) && !method.isBridge()
						&& method.getDeclaringClass().getName().equals(metadata.getDeclaringClassName())
						&& AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class));
		return only(owner, metadata, candidates);
	}

	private static Method only(Class<?> owner, MethodMetadata metadata, List<Method> candidates) {
		if (candidates.size() != 1) {
			throw new SharedBeanDefinitionException(owner.getName() + " has " + candidates.size()
					+ " shared bean methods named '" + metadata.getMethodName() + "'.", "Give each a name of its own.",
					null);
		}
		return candidates.get(0);
	}

	/**
	 * The bean definitions of a registry or context.
	 */
	static @Nullable DefaultListableBeanFactory beanFactory(Object registry) {
		return (registry instanceof DefaultListableBeanFactory beanFactory) ? beanFactory
				: (registry instanceof GenericApplicationContext context) ? context.getDefaultListableBeanFactory()
						: null;
	}

}
