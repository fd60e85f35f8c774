package io.github.sharedsession.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanDefinitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The method of a shared value that is named by the attribute {@code destroyMethod}.
 *
 * @param name its name, or an empty string for none
 */
record DestroyMethod(String name) {

	static DestroyMethod of(SharedBeanMethod method, @Nullable Class<?> declaredType) {
		DestroyMethod destroyMethod = new DestroyMethod(method.annotation().destroyMethod());
		if (destroyMethod.isNamed() && declaredType != null && destroyMethod.find(declaredType) == null) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " names the destroyMethod '" + destroyMethod.name() + "', and "
							+ declaredType.getName() + " has no such public method without parameters.",
					"Correct the name, or use a recipe with destroyedBy(...).", null);
		}
		return destroyMethod;
	}

	/** That of a live object, as Spring infers it for a bean. */
	static DestroyMethod infer(Object value) {
		return Stream.of("close", "shutdown")
			.map(DestroyMethod::new)
			.filter((candidate) -> candidate.find(value.getClass()) != null)
			.findFirst()
			.orElseGet(() -> new DestroyMethod(""));
	}

	boolean isNamed() {
		return !this.name.isEmpty();
	}

	void invoke(Object value) throws Exception {
		Method method = find(value.getClass());
		if (method == null) {
			throw new IllegalStateException(value.getClass().getName() + " has no public method " + this.name + "()");
		}
		try {
			method.setAccessible(true);
			method.invoke(value);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getTargetException() instanceof Exception cause) ? cause : ex;
		}
	}

	private @Nullable Method find(Class<?> type) {
		try {
			// The class itself may be hidden, as those of thread pools are
			return ClassUtils.getPubliclyAccessibleMethodIfPossible(type.getMethod(this.name), null);
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
