package io.github.sharedsession.bean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.sharedsession.coordinator.RecordedProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Records the names of the properties that a shared bean's method itself reads: through
 * an injected {@link Environment} and through {@link Value @Value} parameters.
 */
final class PropertyRecorder {

	private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper("${", "}", ":", null,
			true);

	private final SharedBeanContext context;

	private final Set<String> names = new ConcurrentSkipListSet<>();

	private volatile boolean recording = true;

	PropertyRecorder(SharedBeanContext context) {
		this.context = context;
	}

	/**
	 * Return the argument to call the method with.
	 */
	@Nullable Object argument(Parameter parameter, @Nullable Object argument) {
		Value value = AnnotatedElementUtils.findMergedAnnotation(parameter, Value.class);
		if (value != null) {
			recordPlaceholders(value.value());
		}
		if (argument == this.context.environment() && parameter.getType().isInterface()) {
			return Proxy.newProxyInstance(parameter.getType().getClassLoader(), new Class<?>[] { parameter.getType() },
					new Recording());
		}
		return argument;
	}

	/** What is read from now on is none of the creation's. */
	void stop() {
		this.recording = false;
	}

	RecordedProperties record() {
		return this.names.isEmpty() ? RecordedProperties.none()
				: RecordedProperties.of(Set.copyOf(this.names), this.context.environment()::getProperty);
	}

	private void recordPlaceholders(String text) {
		PLACEHOLDERS.replacePlaceholders(text, (name) -> {
			this.names.add(name);
			return this.context.environment().getProperty(name);
		});
	}

	private final class Recording implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
			if (PropertyRecorder.this.recording && args != null && args.length > 0 && args[0] instanceof String text) {
				switch (method.getName()) {
					case "getProperty", "getRequiredProperty", "containsProperty" ->
						PropertyRecorder.this.names.add(text);
					case "resolvePlaceholders", "resolveRequiredPlaceholders" -> recordPlaceholders(text);
					default -> {
					}
				}
			}
			if (method.getName().equals("equals") && args != null) {
				return proxy == args[0];
			}
			try {
				return method.invoke(PropertyRecorder.this.context.environment(), args);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

}
