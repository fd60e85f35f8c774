package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.sharedsession.SharedBeanScopeException;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.record.ResourceKey;

/**
 * Resources of this JVM, shared by its contexts and known to no other JVM.
 */
final class ForkResources implements SharedResources {

	private static final Map<ResourceKey, ForkResource<?>> RESOURCES = new ConcurrentHashMap<>();

	private final SharedBeanContext context;

	private final ResourceKeyFactory keyFactory;

	ForkResources(SharedBeanContext context) {
		this.context = context;
		// What ends this JVM's test run comes with the coordinator
		Coordinator coordinator = JvmSession.get().coordinator();
		this.keyFactory = new ResourceKeyFactory(coordinator.buildName(), context);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <V> SharedResource<V> acquire(ResourceDefinition<V> definition) {
		SharedBeanMethod method = definition.method();
		String creating = Coordinator.chainOfCreations();
		if (creating != null) {
			throw new SharedBeanScopeException(
					"The " + method.description() + " has the scope FORK, and is needed to create a shared bean with "
							+ "a wider scope: " + creating + "'" + method.beanName() + "'.",
					SharedBeanDependencies.WIDEN, null);
		}
		ResourceKey key = this.keyFactory.create(method, definition.recipe().settings(), null);
		JvmSession.get().contexts().add(this.context.context());
		ForkResource<V> resource = (ForkResource<V>) RESOURCES.computeIfAbsent(key, (name) -> new ForkResource<>());
		return resource.acquire(definition, this.context, this.context.waitTimeout(method));
	}

	/**
	 * The contexts have been closed: destroy what has outlived its contexts. What was
	 * made with another is not destroyed before that one.
	 */
	static void closeAll() {
		List<ForkResource<?>> created = new ArrayList<>(RESOURCES.values());
		created.sort(Comparator.<ForkResource<?>>comparingLong(ForkResource::createdAt).reversed());
		created.forEach(ForkResource::close);
	}

	/** What was destroyed may be created again by a later test run. */
	static void remove(ForkResource<?> resource) {
		RESOURCES.values().remove(resource);
	}

}
