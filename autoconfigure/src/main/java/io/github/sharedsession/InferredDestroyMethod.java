package io.github.sharedsession;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ClassUtils;

/**
 * Spring's rule for a destroy method that nobody named: {@code close()} of an
 * {@link AutoCloseable}, else a public no-argument {@code close()} or {@code shutdown()}.
 * A {@link DisposableBean} is left to the container, which destroys it in any case.
 */
final class InferredDestroyMethod {

	private InferredDestroyMethod() {
	}

	static void invoke(Object bean) throws Exception {
		if (bean instanceof DisposableBean) {
			return;
		}
		if (bean instanceof AutoCloseable closeable) {
			closeable.close();
			return;
		}
		for (String name : new String[] { "close", "shutdown" }) {
			try {
				// The class itself may be hidden, as those of thread pools are
				Method method = ClassUtils.getPubliclyAccessibleMethodIfPossible(bean.getClass().getMethod(name), null);
				method.setAccessible(true);
				method.invoke(bean);
				return;
			}
			catch (NoSuchMethodException ex) {
				// Try the next name
			}
			catch (InvocationTargetException ex) {
				if (ex.getCause() instanceof Exception cause) {
					throw cause;
				}
				throw ex;
			}
		}
	}

}
