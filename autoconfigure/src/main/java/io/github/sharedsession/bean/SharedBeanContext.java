package io.github.sharedsession.bean;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.sharedsession.coordinator.ResourceKey;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What the shared beans of one application context have in common. Registered as a manual
 * singleton, so that it is at hand before any bean definition is.
 */
final class SharedBeanContext {

	private static final String BEAN_NAME = SharedBeanContext.class.getName();

	private final ConfigurableApplicationContext context;

	private final Map<String, ResourceKey> keys = new ConcurrentHashMap<>();

	private final Map<String, SharedBeanInstanceSupplier> suppliers = new ConcurrentHashMap<>();

	private volatile @Nullable ContextSettings settings;

	private volatile @Nullable SharedResources resources;

	SharedBeanContext(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static SharedBeanContext register(ConfigurableApplicationContext context) {
		SharedBeanContext sharedBeanContext = new SharedBeanContext(context);
		context.getBeanFactory().registerSingleton(BEAN_NAME, sharedBeanContext);
		return sharedBeanContext;
	}

	static SharedBeanContext of(BeanFactory beanFactory) {
		return beanFactory.getBean(BEAN_NAME, SharedBeanContext.class);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	ConfigurableListableBeanFactory beanFactory() {
		return this.context.getBeanFactory();
	}

	ConfigurableEnvironment environment() {
		return this.context.getEnvironment();
	}

	/** Where resources come from: shared over JVMs, or each context's own. */
	SharedResources resources() {
		SharedResources resources = this.resources;
		if (resources == null) {
			synchronized (this) {
				resources = this.resources;
				if (resources == null) {
					resources = SharedResources.of(this);
					this.resources = resources;
				}
			}
		}
		return resources;
	}

	/** What the context itself says of sharing, read when it is first asked for. */
	ContextSettings settings() {
		ContextSettings settings = this.settings;
		if (settings == null) {
			settings = ContextSettings.of(environment());
			this.settings = settings;
		}
		return settings;
	}

	void add(SharedBeanInstanceSupplier supplier) {
		this.suppliers.put(supplier.method().beanName(), supplier);
	}

	/** The shared beans of this context that still come from their methods. */
	Stream<SharedBeanInstanceSupplier> suppliers() {
		return this.suppliers.values().stream().filter(this::isInPlace);
	}

	/** The shared bean of the given name, if it still comes from its method. */
	Optional<SharedBeanInstanceSupplier> supplier(String beanName) {
		return Optional.ofNullable(this.suppliers.get(beanName)).filter(this::isInPlace);
	}

	/** Another definition may have taken its place, as that of a mock. */
	private boolean isInPlace(SharedBeanInstanceSupplier supplier) {
		String name = supplier.method().beanName();
		return beanFactory().containsBeanDefinition(name)
				&& beanFactory().getBeanDefinition(name) instanceof AbstractBeanDefinition definition
				&& definition.getInstanceSupplier() == supplier;
	}

	void addKey(String beanName, ResourceKey key) {
		this.keys.put(beanName, key);
	}

	/**
	 * The shared resources that a bean depends on, directly or through other beans.
	 */
	Collection<ResourceKey> dependenciesOf(String beanName) {
		Set<ResourceKey> found = new LinkedHashSet<>();
		collectDependencies(beanName, new LinkedHashSet<>(), found);
		return found;
	}

	private void collectDependencies(String beanName, Set<String> seen, Set<ResourceKey> found) {
		for (String dependency : beanFactory().getDependenciesForBean(beanName)) {
			if (seen.add(dependency)) {
				ResourceKey key = keyOf(dependency);
				if (key != null) {
					found.add(key);
				}
				collectDependencies(dependency, seen, found);
			}
		}
	}

	private @Nullable ResourceKey keyOf(String beanName) {
		ResourceKey key = this.keys.get(beanName);
		ApplicationContext parent = this.context.getParent();
		if (key == null && parent != null && parent.containsBean(BEAN_NAME)
				&& !beanFactory().containsBeanDefinition(beanName)) {
			return of(parent).keyOf(beanName);
		}
		return key;
	}

}
