package io.github.sharedsession.bean;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedPropertyTooEarlyException;
import io.github.sharedsession.TestSession;
import io.github.sharedsession.bean.SharedResources.SharedResource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.env.Environment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The properties that recipes add to the environment of a context, there before the
 * conditions of auto-configuration are evaluated. A value is lazy: asking for it acquires
 * the resource.
 */
final class EarlyProperties extends EnumerablePropertySource<SharedBeanContext> {

	private static final String NAME = "Shared session beans";

	private static final String LEASE_SUFFIX = ".sharedSessionPropertyLease";

	private final Map<String, EarlyRecipe<?>> recipes = new LinkedHashMap<>();

	private EarlyProperties(SharedBeanContext context) {
		super(NAME, context);
	}

	/**
	 * Ask static recipe methods for the properties that they add.
	 * @param context the context
	 * @param methods methods that return a recipe
	 */
	static void register(SharedBeanContext context, List<SharedBeanMethod> methods) {
		EarlyProperties properties = new EarlyProperties(context);
		for (SharedBeanMethod method : methods) {
			if (method.isRecipe() && canBeCalledEarly(method)) {
				properties.add(method);
			}
		}
		if (!properties.recipes.isEmpty()) {
			context.environment().getPropertySources().addFirst(properties);
		}
	}

	/**
	 * Remove the properties of a bean in whose place there is another.
	 */
	static void remove(SharedBeanContext context, String beanName) {
		if (context.environment().getPropertySources().get(NAME) instanceof EarlyProperties properties) {
			properties.recipes.values().removeIf((recipe) -> recipe.method.beanName().equals(beanName));
		}
	}

	/**
	 * Require that the properties of a recipe were there in time.
	 */
	static void requireRegistered(SharedBeanContext context, SharedBeanMethod method, SharedBean<?, ?> recipe) {
		for (String name : recipe.settings().properties().keySet()) {
			boolean registered = context.environment()
				.getPropertySources()
				.get(NAME) instanceof EarlyProperties properties && properties.recipes.containsKey(name);
			if (!registered) {
				String form = "static " + method.method().getReturnType().getSimpleName() + "<...> "
						+ method.method().getName() + "(Environment environment)";
				throw new SharedPropertyTooEarlyException(
						"The " + method.description() + " adds the property '" + name
								+ "', but its method can't be called before the beans exist.",
						"Make the method static, with no parameters but the Environment and the TestSession, as in: "
								+ form + ", in a configuration class that the test names, nests or imports directly.",
						null);
			}
		}
	}

	private static boolean canBeCalledEarly(SharedBeanMethod method) {
		return method.isStatic() && Stream.of(method.method().getParameterTypes())
			.allMatch((type) -> type == Environment.class || type == TestSession.class);
	}

	private void add(SharedBeanMethod method) {
		PropertyRecorder recorder = new PropertyRecorder(this.source);
		SharedBeanInvoker invoker = new SharedBeanInvoker(method, recorder);
		@Nullable Object[] arguments = Stream.of(method.method().getParameters())
			.map((parameter) -> (parameter.getType() == TestSession.class) ? this.source.testSession()
					: recorder.argument(parameter, this.source.environment()))
			.toArray();
		SharedBean<?, ?> recipe;
		try {
			recipe = RecipeCall.run(this.source, method, RecipeCall.Purpose.PROPERTIES,
					() -> (SharedBean<?, ?>) invoker.invoke((Object) null, arguments));
		}
		catch (Exception ex) {
			// The same call for the bean tells, if the bean is ever asked for
			return;
		}
		if (recipe != null) {
			add(new EarlyRecipe<>(method, recipe, recorder));
		}
	}

	private <V> void add(EarlyRecipe<V> recipe) {
		recipe.recipe.settings().properties().keySet().forEach((name) -> this.recipes.putIfAbsent(name, recipe));
	}

	@Override
	public String[] getPropertyNames() {
		return this.recipes.keySet().toArray(String[]::new);
	}

	@Override
	public boolean containsProperty(String name) {
		return this.recipes.containsKey(name);
	}

	@Override
	public @Nullable Object getProperty(String name) {
		EarlyRecipe<?> recipe = this.recipes.get(name);
		return (recipe != null) ? recipe.get(this.source, name) : null;
	}

	private static final class EarlyRecipe<V> {

		private final SharedBeanMethod method;

		private final SharedBean<V, ?> recipe;

		private final PropertyRecorder recorder;

		private final Map<String, Object> values = new HashMap<>();

		EarlyRecipe(SharedBeanMethod method, SharedBean<V, ?> recipe, PropertyRecorder recorder) {
			this.method = method;
			this.recipe = recipe;
			this.recorder = recorder;
		}

		synchronized @Nullable Object get(SharedBeanContext context, String name) {
			if (this.values.isEmpty()) {
				SharedResource<V> resource = context.resources(this.method)
					.acquire(new ResourceDefinition<>(this.method, this.recipe,
							() -> ValueCodecFactory.forRecipe(context, this.method, this.recipe), this.recorder, () -> {
							}, List::of));
				((DefaultSingletonBeanRegistry) context.beanFactory())
					.registerDisposableBean(this.method.beanName() + LEASE_SUFFIX, resource.release()::run);
				for (Map.Entry<String, Function<? super V, ?>> property : this.recipe.settings()
					.properties()
					.entrySet()) {
					Object value = property.getValue().apply(resource.value());
					if (value != null) {
						this.values.put(property.getKey(), value);
					}
				}
			}
			return this.values.get(name);
		}

	}

}
