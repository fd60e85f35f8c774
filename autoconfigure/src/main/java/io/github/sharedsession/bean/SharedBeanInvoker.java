package io.github.sharedsession.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.sharedsession.SharedBeanCircularDependencyException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanScopeException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.SimpleInstantiationStrategy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Calls the method of a shared bean the way the container would.
 */
final class SharedBeanInvoker {

	private final SharedBeanMethod method;

	private final PropertyRecorder recorder;

	SharedBeanInvoker(SharedBeanMethod method, PropertyRecorder recorder) {
		this.method = method;
		this.recorder = recorder;
	}

	SharedBeanMethod method() {
		return this.method;
	}

	/**
	 * Resolve the arguments, which may create other beans.
	 */
	@Nullable Object[] resolveArguments(RegisteredBean bean) {
		Method factoryMethod = this.method.method();
		if (factoryMethod.getParameterCount() == 0) {
			return new Object[0];
		}
		@Nullable Object[] arguments;
		try {
			arguments = BeanInstanceSupplier
				.<@Nullable Object[]>forFactoryMethod(factoryMethod.getDeclaringClass(), factoryMethod.getName(),
						factoryMethod.getParameterTypes())
				.withGenerator((registeredBean, autowired) -> autowired.toArray())
				.get(bean);
		}
		catch (RuntimeException ex) {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			if (root instanceof BeanCurrentlyInCreationException) {
				throw new SharedBeanCircularDependencyException(
						"The " + this.method.description()
								+ " can't be created, since the beans it needs need each other: " + chain(ex) + ".",
						"Break the circle: a shared bean must not need one that needs it.", ex);
			}
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof SharedBeanScopeException && this.method.scope() != SharedBeanScope.FORK) {
					boolean fork = String.valueOf(cause.getMessage()).contains(" has the scope FORK");
					throw SharedBeanDependencies.narrower(this.method,
							fork ? SharedBeanScope.FORK : SharedBeanScope.SESSION, namesOfBeansInCreation(ex), ex);
				}
			}
			throw ex;
		}
		Parameter[] parameters = factoryMethod.getParameters();
		for (int i = 0; i < parameters.length; i++) {
			arguments[i] = this.recorder.argument(parameters[i], arguments[i]);
		}
		return arguments;
	}

	/** The circle, which ends with a bean that is in it before. */
	private String chain(Throwable ex) {
		List<String> names = namesOfBeansInCreation(ex);
		String last = this.method.beanName();
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BeanCreationException creation && creation.getBeanName() != null) {
				last = creation.getBeanName();
			}
		}
		return "'" + String.join("' -> '", names) + "' -> '" + last + "'";
	}

	/** The names of the beans that were being created, from this one on. */
	private List<String> namesOfBeansInCreation(Throwable ex) {
		Set<String> names = new LinkedHashSet<>();
		names.add(this.method.beanName());
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BeanCreationException creation && creation.getBeanName() != null) {
				names.add(creation.getBeanName());
			}
		}
		return List.copyOf(names);
	}

	/**
	 * Call the method.
	 * @throws Exception what the method throws
	 */
	@Nullable Object invoke(RegisteredBean bean, @Nullable Object[] arguments) throws Exception {
		String factoryBeanName = bean.getMergedBeanDefinition().getFactoryBeanName();
		Object target = (factoryBeanName != null && !this.method.isStatic())
				? bean.getBeanFactory().getBean(factoryBeanName) : null;
		return invoke(target, arguments);
	}

	@Nullable Object invoke(@Nullable Object target, @Nullable Object[] arguments) throws Exception {
		Method factoryMethod = this.method.method();
		ReflectionUtils.makeAccessible(factoryMethod);
		try {
			// An enhanced configuration class asks which method the container is calling
			return SimpleInstantiationStrategy.instantiateWithFactoryMethod(factoryMethod, () -> {
				try {
					return Optional.ofNullable(factoryMethod.invoke(target, arguments));
				}
				catch (IllegalAccessException ex) {
					throw new IllegalStateException(ex);
				}
				catch (InvocationTargetException ex) {
					throw new TargetFailure(ex.getTargetException());
				}
			}).orElse(null);
		}
		catch (TargetFailure ex) {
			Throwable failure = ex.getCause();
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof RuntimeException runtimeException) {
				throw DirectCalls.translate(runtimeException);
			}
			throw (failure instanceof Exception exception) ? exception : new UndeclaredThrowableException(failure);
		}
	}

	private static final class TargetFailure extends RuntimeException {

		TargetFailure(Throwable cause) {
			super(cause);
		}

		@Override
		public synchronized Throwable getCause() {
			Throwable cause = super.getCause();
			return (cause != null) ? cause : this;
		}

	}

}
