package io.github.sharedsession.bean;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resources of one context, as those of ordinary beans: for a run with sharing switched
 * off. Nothing is written as JSON, and no lock is taken.
 */
final class LocalResources implements SharedResources {

	private final Map<String, LocalResource<?>> resources = new ConcurrentHashMap<>();

	@Override
	@SuppressWarnings("unchecked")
	public synchronized <V> SharedResource<V> acquire(ResourceDefinition<V> definition) {
		String beanName = definition.method().beanName();
		LocalResource<V> resource = (LocalResource<V>) this.resources.get(beanName);
		if (resource == null) {
			definition.preparation().run();
			resource = LocalResource.create(definition);
			this.resources.put(beanName, resource);
		}
		resource.addUse();
		LocalResource<V> used = resource;
		return new SharedResource<>(resource.value(), () -> release(beanName, used));
	}

	private synchronized void release(String beanName, LocalResource<?> resource) {
		if (resource.removeUse()) {
			this.resources.remove(beanName);
			resource.destroy();
		}
	}

}
