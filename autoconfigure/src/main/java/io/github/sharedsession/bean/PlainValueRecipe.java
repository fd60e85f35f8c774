package io.github.sharedsession.bean;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanSettings;

/**
 * A method that returns a plain value, as a recipe.
 */
abstract class PlainValueRecipe implements SharedBean<Object, Object> {

	private final DestroyMethod destroyMethod;

	private final boolean live;

	PlainValueRecipe(SharedBeanMethod method) {
		this.live = method.scope() == SharedBeanScope.FORK;
		this.destroyMethod = DestroyMethod.of(method, method.method().getReturnType());
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
	public SharedBeanSettings<Object> settings() {
		return SharedBeanSettings.plainValue(!this.destroyMethod.isNamed());
	}

	@Override
	public void destroy(Object value) throws Exception {
		if (this.destroyMethod.isNamed()) {
			this.destroyMethod.invoke(value);
		}
		else if (value instanceof AutoCloseable closeable) {
			closeable.close();
		}
		else if (this.live) {
			DestroyMethod inferred = DestroyMethod.infer(value);
			if (inferred.isNamed()) {
				inferred.invoke(value);
			}
		}
	}

}
