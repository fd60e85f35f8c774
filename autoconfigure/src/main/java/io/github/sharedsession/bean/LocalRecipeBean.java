package io.github.sharedsession.bean;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Set;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * The bean of a recipe that the container itself has got from the recipe's method. Keeps
 * neither the context nor the bean, which both know the recipe.
 */
final class LocalRecipeBean {

	private final String name;

	private volatile @Nullable WeakReference<ConfigurableApplicationContext> context;

	private volatile @Nullable WeakReference<Object> bean;

	LocalRecipeBean(String name) {
		this.name = name;
	}

	void setContext(ConfigurableApplicationContext context) {
		this.context = new WeakReference<>(context);
	}

	/** The type of the bean, or {@code null} when it isn't known. */
	@Nullable Class<?> type() {
		Object bean = present(this.bean);
		if (bean != null) {
			return bean.getClass();
		}
		ConfigurableApplicationContext context = present(this.context);
		SharedBeanMethod method = (context != null) ? method(context.getBeanFactory()) : null;
		return (method != null && method.isRecipe()) ? method.declaredBeanType().resolve() : null;
	}

	@SuppressWarnings("unchecked")
	synchronized Object get(SharedBean<?, ?> recipe) throws Exception {
		Object bean = present(this.bean);
		if (bean == null) {
			ConfigurableApplicationContext context = present(this.context);
			SharedBeanMethod method = (context != null) ? method(context.getBeanFactory()) : null;
			if (context == null || method == null) {
				throw new SharedBeanDefinitionException(
						"The bean '" + this.name + "' is the recipe " + recipe.getClass().getName()
								+ ", and no @SharedSessionBean method of its application context has returned it.",
						"Put @SharedSessionBean on the method, in place of @Bean.", null);
			}
			bean = make((SharedBean<Object, Object>) recipe, method, SharedBeanContext.ofAny(context));
			this.bean = new WeakReference<>(bean);
		}
		return bean;
	}

	private Object make(SharedBean<Object, Object> recipe, SharedBeanMethod method, SharedBeanContext context)
			throws Exception {
		method.beanType();
		Set<String> properties = recipe.settings().properties().keySet();
		if (!properties.isEmpty()) {
			throw new SharedBeanDefinitionException("The " + method.description() + " adds the properties " + properties
					+ " to the environment, and its context is not a test context: only those have them in " + "time.",
					"Let a test class with @SpringBootTest, @ContextConfiguration or what builds on them have the "
							+ "context, or leave property(...) out and set the properties where the context is made.",
					null);
		}
		RegisteredBean bean = RegisteredBean.of(context.beanFactory(), this.name);
		SharedBean<Object, Object> initialized = initialized(recipe, context.beanFactory());
		return RecipeCall.run(context, method, RecipeCall.Purpose.LATER_BEAN,
				() -> new SharedBeanInstanceSupplier(method).connect(bean, context, initialized));
	}

	/**
	 * Of what a factory bean makes, the container calls neither the callbacks that begin
	 * nor those that end the life of other beans.
	 */
	private SharedBean<Object, Object> initialized(SharedBean<Object, Object> recipe,
			AutowireCapableBeanFactory beanFactory) {
		return recipe.connectedBy((value) -> {
			Object connected = recipe.connect(value);
			try {
				return initialize(connected, beanFactory);
			}
			catch (Throwable ex) {
				disconnect(recipe, connected, ex);
				throw ex;
			}
		}).disconnectedBy((bean) -> {
			this.bean = null;
			beanFactory.destroyBean(bean);
			recipe.disconnect(bean);
		});
	}

	/**
	 * The undeprecated {@code initializeBean} also does what the container does by itself
	 * to the product of a factory bean.
	 */
	@SuppressWarnings("deprecation")
	private Object initialize(Object connected, AutowireCapableBeanFactory beanFactory) throws Exception {
		if (connected == null) {
			return connected;
		}
		Object bean = beanFactory.applyBeanPostProcessorsBeforeInitialization(connected, this.name);
		if (bean instanceof InitializingBean initializing) {
			initializing.afterPropertiesSet();
		}
		return bean;
	}

	private static void disconnect(SharedBean<Object, Object> recipe, Object connected, Throwable failure) {
		try {
			recipe.disconnect(connected);
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

	private @Nullable SharedBeanMethod method(ConfigurableListableBeanFactory beanFactory) {
		Method method = (beanFactory.containsBeanDefinition(this.name)
				&& beanFactory.getMergedBeanDefinition(this.name) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
		if (method == null || !AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class)) {
			return null;
		}
		String owner = beanFactory.getMergedBeanDefinition(this.name).getFactoryBeanName();
		Class<?> type = (owner != null) ? beanFactory.getType(owner, false) : null;
		return SharedBeanMethod.of(this.name, method,
				(type != null) ? ClassUtils.getUserClass(type) : method.getDeclaringClass());
	}

	private static <T> @Nullable T present(@Nullable WeakReference<T> reference) {
		return (reference != null) ? reference.get() : null;
	}

}
