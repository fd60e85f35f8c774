package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.core.record.ResourceKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;

/**
 * The beans of former generations of resources, connected only to destroy what was made
 * with them. Resolves the arguments of a method as the container does, with these beans
 * in the places of those that the context has, or is just about to get.
 */
final class FormerBeans implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(FormerBeans.class);

	private final CoordinatedResources resources;

	private final Map<String, byte[]> values = new HashMap<>();

	private final Map<String, Object> beans = new HashMap<>();

	private final Deque<AutoCloseable> connections = new ArrayDeque<>();

	FormerBeans(CoordinatedResources resources, Map<ResourceKey, byte[]> values) {
		this.resources = resources;
		values.forEach((key, value) -> {
			SharedBeanInstanceSupplier supplier = resources.find(key);
			if (supplier != null) {
				this.values.put(supplier.method().beanName(), value);
			}
		});
	}

	@Nullable Object[] resolveArguments(RegisteredBean bean, Method method) {
		ConfigurableListableBeanFactory beanFactory = bean.getBeanFactory();
		@Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = beanFactory.resolveDependency(new Descriptor(new MethodParameter(method, i)),
					bean.getBeanName());
		}
		return arguments;
	}

	private @Nullable Object find(String beanName) {
		byte[] value = this.values.get(beanName);
		if (value != null && !this.beans.containsKey(beanName)) {
			this.beans.put(beanName, connect(beanName, value));
		}
		return this.beans.get(beanName);
	}

	private Object connect(String beanName, byte[] value) {
		ResourceDefinition<Object> definition = this.resources.define(beanName, this);
		Object sharedValue = definition.codec().get().read(value);
		return connect(definition.recipe(), sharedValue);
	}

	private <T> Object connect(SharedBean<Object, T> recipe, Object sharedValue) {
		try {
			T bean = recipe.connect(sharedValue);
			this.connections.push(() -> recipe.disconnect(bean));
			return bean;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("What it was made with can't be reached: " + ex, ex);
		}
	}

	@Override
	public void close() {
		for (AutoCloseable connection : this.connections) {
			try {
				connection.close();
			}
			catch (Throwable ex) {
				logger.warn("The bean of a former shared resource could not be disconnected", ex);
			}
		}
	}

	private final class Descriptor extends DependencyDescriptor {

		Descriptor(MethodParameter parameter) {
			super(parameter, true);
		}

		@Override
		public Object resolveCandidate(String beanName, Class<?> requiredType, BeanFactory beanFactory) {
			Object former = find(beanName);
			return (former != null) ? former : super.resolveCandidate(beanName, requiredType, beanFactory);
		}

	}

}
