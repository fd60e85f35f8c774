package io.github.sharedsession.bean;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanScopeException;
import io.github.sharedsession.SharedBeanSettings;
import io.github.sharedsession.bean.ResourceObserver.Step;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.value.ValueCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.RegisteredBean;

/**
 * Resources shared with all JVMs of the session.
 */
final class CoordinatedResources implements SharedResources {

	private final SharedBeanContext context;

	private final Coordinator coordinator;

	private final ResourceKeyFactory keyFactory;

	CoordinatedResources(SharedBeanContext context) {
		JvmSession session = JvmSession.get();
		session.settings().check(context.environment());
		this.context = context;
		this.coordinator = session.coordinator();
		if (!context.settings().report()) {
			this.coordinator.withoutReport();
		}
		this.keyFactory = new ResourceKeyFactory(this.coordinator.buildName(), context);
	}

	@Override
	public <V> SharedResource<V> acquire(ResourceDefinition<V> definition) {
		SharedBeanMethod method = definition.method();
		if (method.scope() != SharedBeanScope.CACHED && Coordinator.isCreatingCached()) {
			throw new SharedBeanScopeException("The " + method.description() + " has the scope " + method.scope()
					+ ", and is needed to create a " + "shared bean with the wider scope CACHED: "
					+ Coordinator.chainOfCreations() + "'" + method.beanName() + "'.", SharedBeanDependencies.WIDEN,
					null);
		}
		HostedDefinition<V> hosted = HostedDefinition.of(method, definition.recipe());
		ResourceKey key = this.keyFactory.create(method, definition.recipe().settings(), hosted);
		ValueCodec<V> codec = definition.codec().get();
		JvmSession.get().contexts().add(this.context.context());
		ResourceObserver observer = this.context.observer();
		Step wait = observer.start(ResourceObserver.WAIT, method);
		CoordinatedRecipe<V> recipe = recipe(definition, codec, wait);
		Use use;
		try {
			use = observed(wait,
					() -> this.coordinator.acquire(new ResourceRequest(key, method.beanName(), method.location(),
							this.context.waitTimeout(method), recipe,
							(hosted != null) ? hosted.request(definition.dependencies().get()) : null)));
		}
		finally {
			recipe.endWait();
		}
		Step reuse = recipe.hasCreated() ? Step.NONE : observer.start(ResourceObserver.REUSE, method);
		boolean read = false;
		try {
			V value = observed(reuse, () -> {
				V found = method.isImmutable()
						? ReadValues.get(use.generation(), type(definition), () -> codec.read(use.value()))
						: codec.read(use.value());
				if (hosted != null) {
					hosted.awaitReadiness(found);
				}
				return found;
			});
			this.context.addKey(method.beanName(), key);
			read = true;
			return new SharedResource<>(value, use::close);
		}
		finally {
			if (!read) {
				use.close();
			}
		}
	}

	/** A codec need not say it. */
	private static Type type(ResourceDefinition<?> definition) {
		Type type = definition.recipe().settings().valueType();
		Type declared = (type != null) ? type : definition.method().valueType();
		return (declared != null) ? declared : Object.class;
	}

	private static <T> T observed(Step step, Supplier<T> action) {
		Throwable failure = null;
		try {
			return action.get();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			step.end(failure);
		}
	}

	private <V> CoordinatedRecipe<V> recipe(ResourceDefinition<V> definition, ValueCodec<V> codec, Step wait) {
		return new CoordinatedRecipe<>(definition, codec, this.context, this, wait);
	}

	/** Whether this context would make another resource from the same. */
	boolean isCurrent(ResourceKey key) {
		SharedBeanInstanceSupplier supplier = find(key);
		if (supplier == null) {
			return true;
		}
		ResourceKey own = this.context.key(supplier.method().beanName());
		return key.equals((own != null) ? own : key(supplier.method().beanName()));
	}

	/** For the account only: nobody goes without a resource because of it. */
	Map<String, String> inputs(SharedBeanMethod method, SharedBeanSettings<?> settings) {
		try {
			return this.keyFactory.inputs(method, settings);
		}
		catch (RuntimeException ex) {
			return Map.of();
		}
	}

	private ResourceKey key(String beanName) {
		ResourceDefinition<Object> definition = define(beanName, null);
		return this.keyFactory.create(definition.method(), definition.recipe().settings(), null);
	}

	/** The recipe of another resource, if a bean of this context has it. */
	@Nullable Recipe recipeOf(ResourceKey key) {
		SharedBeanInstanceSupplier supplier = find(key);
		if (supplier == null) {
			return null;
		}
		ResourceDefinition<Object> definition = define(supplier.method().beanName(), null);
		return recipe(definition, definition.codec().get(), Step.NONE);
	}

	/**
	 * The recipe of what was made with former beans, if a bean of this context has it.
	 */
	@Nullable Recipe recipeOfDependent(ResourceKey key, Map<ResourceKey, byte[]> formerValues) {
		SharedBeanInstanceSupplier supplier = find(key);
		return (supplier != null) ? new FormerDependentRecipe(supplier.method().beanName(), this, formerValues) : null;
	}

	ResourceDefinition<Object> define(String beanName, @Nullable FormerBeans formerBeans) {
		return this.context.supplier(beanName)
			.map((supplier) -> supplier.define(RegisteredBean.of(this.context.beanFactory(), beanName), this.context,
					formerBeans))
			.orElseThrow(() -> new IllegalStateException("No shared bean is named '" + beanName + "'"));
	}

	@Nullable SharedBeanInstanceSupplier find(ResourceKey key) {
		return this.context.suppliers()
			.filter((supplier) -> this.keyFactory.stableId(supplier.method()).equals(key.stableId()))
			.findFirst()
			.orElse(null);
	}

}
