package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The call of a recipe's method that is going on in this thread. A recipe that depends on
 * its context, but whose method has no parameters, asks here; the method may be called
 * before any bean exists, for the properties that it adds.
 */
public final class RecipeCall {

	private static final ThreadLocal<@Nullable RecipeCall> CURRENT = new ThreadLocal<>();

	private final SharedBeanContext context;

	private final SharedBeanMethod method;

	private final Purpose purpose;

	private RecipeCall(SharedBeanContext context, SharedBeanMethod method, Purpose purpose) {
		this.context = context;
		this.method = method;
		this.purpose = purpose;
	}

	/**
	 * The ongoing call.
	 * @return the call, or empty when no recipe's method is being called by this thread
	 */
	public static Optional<RecipeCall> current() {
		return Optional.ofNullable(CURRENT.get()).filter((call) -> call.purpose != Purpose.LATER_BEAN);
	}

	/**
	 * The call whose recipe's callbacks this thread is running: one that the container
	 * itself has made before, of which nobody knew then.
	 * @return the call, or empty when no such bean is being made by this thread
	 */
	public static Optional<RecipeCall> later() {
		return Optional.ofNullable(CURRENT.get()).filter((call) -> call.purpose == Purpose.LATER_BEAN);
	}

	/**
	 * Call a recipe's method.
	 * @param purpose what the recipe is for
	 */
	static <T extends @Nullable Object> T run(SharedBeanContext context, SharedBeanMethod method, Purpose purpose,
			Callable<T> call) throws Exception {
		RecipeCall former = CURRENT.get();
		CURRENT.set(new RecipeCall(context, method, purpose));
		try {
			return call.call();
		}
		finally {
			if (former != null) {
				CURRENT.set(former);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * The beans of the context that wants the recipe.
	 * @return the bean factory
	 */
	public ConfigurableListableBeanFactory beanFactory() {
		return this.context.beanFactory();
	}

	/**
	 * The environment of the context that wants the recipe.
	 * @return the environment
	 */
	public ConfigurableEnvironment environment() {
		return this.context.environment();
	}

	/**
	 * Return another shared bean that the recipe needs, as if its method had a parameter
	 * for it. Where the context has none of that name, it gets one.
	 * @param <T> the type of the bean
	 * @param type the type of the bean
	 * @param declaringClass the class whose only
	 * {@link io.github.sharedsession.SharedSessionBean @SharedSessionBean} method, a
	 * static one, declares it
	 * @return gives the bean
	 */
	public <T> Supplier<T> sharedBean(Class<T> type, Class<?> declaringClass) {
		if (!isForBean()) {
			return () -> getSharedBean(type, declaringClass);
		}
		T bean = getSharedBean(type, declaringClass);
		return () -> bean;
	}

	private <T> T getSharedBean(Class<T> type, Class<?> declaringClass) {
		Method declaring = Stream.of(declaringClass.getDeclaredMethods())
			.filter((candidate) -> AnnotatedElementUtils.hasAnnotation(candidate, SharedSessionBean.class))
			.findFirst()
			.orElseThrow();
		String name = SharedBeanMethod.of(declaring, declaringClass).beanName();
		DefaultListableBeanFactory beanFactory = (DefaultListableBeanFactory) beanFactory();
		if (!beanFactory.containsBean(name)) {
			new SharedBeanDefinitions(beanFactory).register(List.of(declaring));
		}
		T bean = beanFactory.getBean(name, type);
		beanFactory.registerDependentBean(name, this.method.beanName());
		return bean;
	}

	/**
	 * Which part of its bean the recipe is for.
	 * @return the name of the part, or empty for the bean itself
	 */
	public Optional<String> part() {
		SharedBeanMethod.Part part = this.method.part();
		return Optional.ofNullable((part != null) ? part.name() : null);
	}

	/**
	 * Return the bean of a part: of another resource, that only the recipe needs. The
	 * method is called once more for it, and has to return the recipe of that
	 * {@linkplain #part() part} then, which says the type of its shared value.
	 * @param <T> the type of the bean
	 * @param name the name of the part
	 * @param scope the scope of the part
	 * @param type the type of the bean
	 * @return gives the bean
	 */
	public <T> Supplier<T> part(String name, SharedBeanScope scope, Class<T> type) {
		if (!isForBean()) {
			return () -> getPart(name, scope, type);
		}
		T bean = getPart(name, scope, type);
		return () -> bean;
	}

	private <T> T getPart(String name, SharedBeanScope scope, Class<T> type) {
		SharedBeanMethod part = this.method.part(name, scope, type);
		DefaultListableBeanFactory beanFactory = (DefaultListableBeanFactory) beanFactory();
		if (!beanFactory.containsBeanDefinition(part.beanName())) {
			new SharedBeanDefinitions(beanFactory).register(part);
		}
		T bean = beanFactory.getBean(part.beanName(), type);
		beanFactory.registerDependentBean(part.beanName(), this.method.beanName());
		return bean;
	}

	/**
	 * Whether the recipe is for the bean of the context, and not only for the properties
	 * that it adds, before any bean is defined.
	 * @return whether the definitions of all beans are there
	 */
	public boolean isForBean() {
		return this.purpose != Purpose.PROPERTIES;
	}

	/**
	 * The scope of the bean.
	 * @return the scope
	 */
	public SharedBeanScope scope() {
		return this.method.scope();
	}

	/**
	 * Whether beans are shared, and not made by each context for itself.
	 * @return whether beans are shared
	 */
	public boolean isSharing() {
		return this.context.settings().enabled();
	}

	/**
	 * A setting of the context, or else of the JVM.
	 * @param name the name of the property, without {@code shared-session}
	 * @return the value, or empty when nobody sets it
	 */
	public Optional<String> setting(String name) {
		String property = JvmSettings.PREFIX + name;
		return Optional.ofNullable(Binder.get(environment())
			.bind(property, String.class)
			.orElseGet(() -> JvmSession.get().settings().binder().bind(property, String.class).orElse(null)));
	}

	/**
	 * The bean that the recipe is for, for messages.
	 * @return the name of the bean, its method, and this fork
	 */
	public String description() {
		return this.method.description();
	}

	/** What a recipe is for. */
	enum Purpose {

		/** The properties that it adds, before any bean is defined. */
		PROPERTIES,

		/** The bean: now is the time to get what the bean needs. */
		BEAN,

		/** The bean, and the method has already been called. */
		LATER_BEAN

	}

}
