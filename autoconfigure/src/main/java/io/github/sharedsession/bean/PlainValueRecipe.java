package io.github.sharedsession.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * A method that returns a plain value, as a recipe.
 */
abstract class PlainValueRecipe implements SharedBean<Object, Object> {

	private final String destroyMethod;

	private final Class<?> declaredType;

	PlainValueRecipe(SharedBeanMethod method) {
		this.destroyMethod = method.annotation().destroyMethod();
		this.declaredType = method.method().getReturnType();
		if (!this.destroyMethod.isEmpty() && find(this.declaredType) == null) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " names the destroyMethod '" + this.destroyMethod + "', and "
							+ this.declaredType.getName() + " has no such public method without parameters.",
					"Correct the name, or use a recipe with destroyedBy(...).", null);
		}
	}

	@Override
	public Object connect(Object value) {
		return value;
	}

	@Override
	public void disconnect(Object bean) {
		// The bean is the shared value, which outlives the context
	}

	@Override
	public void destroy(Object value) throws Exception {
		Method method = find(value.getClass());
		if (method != null) {
			try {
				method.setAccessible(true);
				method.invoke(value);
			}
			catch (InvocationTargetException ex) {
				throw (ex.getTargetException() instanceof Exception cause) ? cause : ex;
			}
		}
		else if (value instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	private @Nullable Method find(Class<?> type) {
		if (this.destroyMethod.isEmpty()) {
			return null;
		}
		try {
			return type.getMethod(this.destroyMethod);
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
