package io.github.sharedsession.bean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.sharedsession.core.record.RecordedProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Records the names of the properties that a shared bean's method itself reads: through
 * an injected {@link Environment}, also by a binder, and through {@link Value @Value}
 * parameters.
 */
final class PropertyRecorder {

	private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper("${", "}", ":", null,
			true);

	private final SharedBeanContext context;

	private final Set<String> names = new ConcurrentSkipListSet<>();

	private final Set<String> boundNames = new ConcurrentSkipListSet<>();

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
			return recordingEnvironment(argument);
		}
		return argument;
	}

	/** What is read from now on is none of the creation's. */
	void stop() {
		this.recording = false;
	}

	RecordedProperties record() {
		if (this.names.isEmpty() && this.boundNames.isEmpty()) {
			return RecordedProperties.none();
		}
		RecordedValues values = new RecordedValues(this.context.environment());
		Set<String> names = new TreeSet<>(this.names);
		this.boundNames.forEach((name) -> names.add(values.nameOfBound(name)));
		return RecordedProperties.of(names, values);
	}

	/**
	 * All that can be asked of the environment can be asked of this one too: binders want
	 * more than a parameter that is declared as {@code Environment} promises.
	 */
	private Object recordingEnvironment(Object environment) {
		return Proxy.newProxyInstance(environment.getClass().getClassLoader(), ClassUtils.getAllInterfaces(environment),
				new Recording());
	}

	private void recordBound(String name) {
		if (this.recording && !name.isEmpty()) {
			this.boundNames.add(name);
		}
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
			if (method.getName().equals("getPropertySources")) {
				return new RecordingPropertySources(PropertyRecorder.this.context.environment().getPropertySources(),
						PropertyRecorder.this::recordBound);
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
