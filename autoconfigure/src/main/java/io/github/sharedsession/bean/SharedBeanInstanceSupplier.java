package io.github.sharedsession.bean;

import java.lang.reflect.Method;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.bean.SharedResources.SharedResource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.context.Lifecycle;

/**
 * Supplies the instance of a shared bean in place of its method: acquires the resource,
 * and connects the context to it.
 */
final class SharedBeanInstanceSupplier implements InstanceSupplier<Object> {

	private static final Log logger = LogFactory.getLog(SharedBeanInstanceSupplier.class);

	private static final String LEASE_SUFFIX = ".sharedSessionLease";

	private final SharedBeanMethod method;

	SharedBeanInstanceSupplier(SharedBeanMethod method) {
		this.method = method;
	}

	SharedBeanMethod method() {
		return this.method;
	}

	@Override
	public Method getFactoryMethod() {
		return this.method.method();
	}

	@Override
	public Object get(RegisteredBean bean) {
		SharedBeanContext context = SharedBeanContext.of(bean.getBeanFactory());
		return this.method.isRecipe() ? connect(bean, context) : plainValue(bean, context);
	}

	/**
	 * Define the resource. The method of a recipe is called for that, the method of a
	 * plain value is not.
	 */
	@SuppressWarnings("unchecked")
	ResourceDefinition<Object> define(RegisteredBean bean, SharedBeanContext context,
			@Nullable FormerBeans formerBeans) {
		PropertyRecorder recorder = new PropertyRecorder(context);
		SharedBeanDependencies dependencies = new SharedBeanDependencies(context, bean.getBeanName());
		if (this.method.isRecipe()) {
			SharedBean<Object, Object> recipe = (SharedBean<Object, Object>) recipe(bean, recorder, formerBeans);
			if (formerBeans == null) {
				dependencies.checkScopes(this.method);
			}
			return define(recipe, context, recorder, dependencies);
		}
		PreparedCall call = new PreparedCall(new SharedBeanInvoker(this.method, recorder), context);
		return new ResourceDefinition<>(this.method, call, () -> ValueCodecFactory.forPlainValue(context, this.method),
				recorder, call::prepare, dependencies::keys);
	}

	private ResourceDefinition<Object> define(SharedBean<Object, Object> returned, SharedBeanContext context,
			PropertyRecorder recorder, SharedBeanDependencies dependencies) {
		SharedBean<Object, Object> recipe = withDestroyMethod(returned);
		return new ResourceDefinition<>(this.method, ForkHeldServers.adapt(this.method, recipe),
				() -> ValueCodecFactory.forRecipe(context, this.method, recipe), recorder, () -> {
				}, dependencies::keys);
	}

	private Object plainValue(RegisteredBean bean, SharedBeanContext context) {
		if (this.method.scope() != SharedBeanScope.FORK) {
			LiveObjects.checkDeclaredType(this.method);
		}
		SharedResource<Object> resource = context.resources(this.method).acquire(define(bean, context, null));
		checkLifecycle(resource.value(), resource);
		registerLease(bean, resource.release());
		return resource.value();
	}

	private Object connect(RegisteredBean bean, SharedBeanContext context) {
		ResourceDefinition<Object> definition = define(bean, context, null);
		EarlyProperties.requireRegistered(context, this.method, definition.recipe());
		return connect(bean, context, definition);
	}

	/**
	 * Connect the context to the resource of a recipe that the container has got from the
	 * method.
	 */
	Object connect(RegisteredBean bean, SharedBeanContext context, SharedBean<Object, Object> recipe) {
		return connect(bean, context, define(recipe, context, new PropertyRecorder(context),
				new SharedBeanDependencies(context, bean.getBeanName())));
	}

	@SuppressWarnings("unchecked")
	private Object connect(RegisteredBean bean, SharedBeanContext context, ResourceDefinition<Object> definition) {
		SharedBean<Object, Object> recipe = (SharedBean<Object, Object>) definition.recipe();
		SharedResource<Object> resource = context.resources(this.method).acquire(definition);
		Object instance = connect(recipe, resource);
		checkLifecycle(instance, resource);
		registerLease(bean, () -> {
			try {
				recipe.disconnect(instance);
			}
			catch (Throwable ex) {
				logger.warn("The " + this.method.description() + " could not be disconnected from its context", ex);
			}
			finally {
				resource.release().run();
			}
		});
		return instance;
	}

	/** Each context would start, stop and destroy what all contexts of the JVM use. */
	private void checkLifecycle(Object instance, SharedResource<Object> resource) {
		boolean fork = this.method.scope() == SharedBeanScope.FORK;
		if ((fork || this.method.isImmutable()) && instance == resource.value()
				&& (instance instanceof DisposableBean || instance instanceof Lifecycle)) {
			resource.release().run();
			throw new SharedBeanDefinitionException(
					"The " + this.method.description() + (fork ? " has the scope FORK" : " is immutable = true")
							+ " and the type " + instance.getClass().getName() + ", a Lifecycle or DisposableBean of "
							+ "Spring, which the first context to close would end for all others.",
					"Return a recipe whose connectedBy(...) makes what each context may end.", null);
		}
	}

	private <T> SharedBean<Object, T> withDestroyMethod(SharedBean<Object, T> recipe) {
		if (this.method.part() != null) {
			return recipe;
		}
		DestroyMethod destroyMethod = DestroyMethod.of(this.method, null);
		return !destroyMethod.isNamed() ? recipe : recipe.destroyedBy((value) -> {
			recipe.destroy(value);
			destroyMethod.invoke(value);
		});
	}

	private SharedBean<?, ?> recipe(RegisteredBean bean, PropertyRecorder recorder, @Nullable FormerBeans formerBeans) {
		SharedBeanInvoker invoker = new SharedBeanInvoker(this.method, recorder);
		@Nullable Object[] arguments = (formerBeans != null) ? formerBeans.resolveArguments(bean, this.method.method())
				: invoker.resolveArguments(bean);
		try {
			// What outlives its context gets no other beans for the call
			RecipeCall.Purpose purpose = (formerBeans == null) ? RecipeCall.Purpose.BEAN
					: RecipeCall.Purpose.PROPERTIES;
			Object recipe = RecipeCall.run(SharedBeanContext.of(bean.getBeanFactory()), this.method, purpose,
					() -> invoker.invoke(bean, arguments));
			if (recipe == null) {
				throw new SharedBeanDefinitionException(
						"The method of the " + this.method.description() + " returned null instead of a recipe.",
						"Return a recipe.", null);
			}
			return (SharedBean<?, ?>) recipe;
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new SharedBeanDefinitionException("The method of the " + this.method.description() + " threw " + ex
					+ " when its recipe was asked for.", "Do the work in the recipe's callbacks.", ex);
		}
	}

	private Object connect(SharedBean<Object, Object> recipe, SharedResource<Object> resource) {
		Object instance = null;
		try {
			instance = recipe.connect(resource.value());
			if (instance == null) {
				throw new IllegalStateException("the connecting callback returned null");
			}
			return instance;
		}
		catch (Throwable ex) {
			throw new SharedBeanConnectException(
					"The " + this.method.description() + " exists, but the context could not connect to it: " + ex,
					"Look whether the resource still is there and can be reached. If it lives in the JVM that created "
							+ "it, it ended with that JVM: start it as a process of its own.",
					ex);
		}
		finally {
			if (instance == null) {
				resource.release().run();
			}
		}
	}

	/**
	 * Beans are destroyed in reverse order of registration: the bean itself, which is
	 * registered after this returns, then its lease, then what its method's parameters
	 * were.
	 */
	private static void registerLease(RegisteredBean bean, Runnable release) {
		DefaultSingletonBeanRegistry registry = (DefaultSingletonBeanRegistry) bean.getBeanFactory();
		String leaseName = bean.getBeanName() + LEASE_SUFFIX;
		for (String dependency : registry.getDependenciesForBean(bean.getBeanName())) {
			registry.registerDependentBean(dependency, leaseName);
		}
		registry.registerDependentBean(leaseName, bean.getBeanName());
		registry.registerDisposableBean(leaseName, release::run);
	}

	/**
	 * The call of a plain value's method, with its arguments resolved only when needed.
	 */
	private static final class PreparedCall extends PlainValueRecipe {

		private final SharedBeanInvoker invoker;

		private final SharedBeanContext context;

		private @Nullable Object @Nullable [] arguments;

		PreparedCall(SharedBeanInvoker invoker, SharedBeanContext context) {
			super(invoker.method());
			this.invoker = invoker;
			this.context = context;
		}

		void prepare() {
			this.arguments = this.invoker.resolveArguments(bean());
			SharedBeanMethod method = this.invoker.method();
			new SharedBeanDependencies(this.context, method.beanName()).checkScopes(method);
		}

		/** Not kept: the recipe lives longer than the context. */
		private RegisteredBean bean() {
			return RegisteredBean.of(this.context.beanFactory(), this.invoker.method().beanName());
		}

		@Override
		@SuppressWarnings("NullAway")
		public Object create() throws Exception {
			@Nullable Object[] arguments = this.arguments;
			if (arguments == null) {
				throw new IllegalStateException("The arguments have not been resolved");
			}
			this.arguments = null;
			return this.invoker.invoke(bean(), arguments);
		}

	}

}
