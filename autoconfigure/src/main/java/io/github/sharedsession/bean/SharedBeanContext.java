package io.github.sharedsession.bean;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.TestSession;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.value.FirstUse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What the shared beans of one application context have in common. At hand before any
 * other bean definition is, as an attribute of our own, and no bean, since the container
 * would look for annotations on every method of it.
 */
final class SharedBeanContext {

	private static final String ATTRIBUTE = SharedBeanContext.class.getName();

	/** Until it is closed: what outlives it must not keep it. */
	private volatile @Nullable ConfigurableApplicationContext context;

	private final Map<String, ResourceKey> keys = new ConcurrentHashMap<>();

	private final Map<String, SharedBeanInstanceSupplier> suppliers = new ConcurrentHashMap<>();

	private volatile @Nullable ContextSettings settings;

	private volatile @Nullable TestSession testSession;

	private @Nullable Set<Type> preparedTypes;

	private @Nullable ResourceObserver observer;

	private boolean closesItself;

	private final Map<SharedBeanScope, SharedResources> resources = new EnumMap<>(SharedBeanScope.class);

	SharedBeanContext(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static SharedBeanContext register(ConfigurableApplicationContext context, BeanDefinition definition) {
		SharedBeanContext sharedBeanContext = new SharedBeanContext(context);
		definition.setAttribute(ATTRIBUTE, sharedBeanContext);
		return sharedBeanContext;
	}

	/** That of a context that may be no test context, and shares nothing then. */
	static synchronized SharedBeanContext ofAny(ConfigurableApplicationContext context) {
		SharedBeanContext found = find(context);
		if (found == null) {
			found = new SharedBeanContext(context);
			found.settings = ContextSettings.ofLocal();
			context.getBeanFactory().registerSingleton(ATTRIBUTE, found);
		}
		return found;
	}

	static SharedBeanContext of(BeanFactory beanFactory) {
		SharedBeanContext context = find(beanFactory);
		if (context == null) {
			throw new IllegalStateException("There are no shared beans in " + beanFactory);
		}
		return context;
	}

	/** That of a context itself, if it may have shared beans. */
	static @Nullable SharedBeanContext find(BeanFactory beanFactory) {
		BeanFactory own = (beanFactory instanceof ConfigurableApplicationContext context) ? context.getBeanFactory()
				: beanFactory;
		if (own instanceof BeanDefinitionRegistry registry
				&& registry.containsBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
				&& registry.getBeanDefinition(SharedBeanConfiguration.BEAN_NAME)
					.getAttribute(ATTRIBUTE) instanceof SharedBeanContext context) {
			return context;
		}
		return (own instanceof SingletonBeanRegistry registry
				&& registry.getSingleton(ATTRIBUTE) instanceof SharedBeanContext context) ? context : null;
	}

	/** Return whether a shared bean of a context itself was ever asked for. */
	static boolean isUsed(ApplicationContext context) {
		SharedBeanContext sharedBeanContext = find(context);
		if (sharedBeanContext == null) {
			return false;
		}
		synchronized (sharedBeanContext.resources) {
			return !sharedBeanContext.resources.isEmpty();
		}
	}

	ConfigurableApplicationContext context() {
		ConfigurableApplicationContext context = this.context;
		if (context == null) {
			throw new IllegalStateException("The context of the shared beans has been closed");
		}
		return context;
	}

	ConfigurableListableBeanFactory beanFactory() {
		return context().getBeanFactory();
	}

	ConfigurableEnvironment environment() {
		return context().getEnvironment();
	}

	/**
	 * Return whether the context can still be asked. What this JVM keeps of it until the
	 * end of its test run, to destroy what the context has made, has to do without.
	 */
	boolean isOpen() {
		return this.context != null;
	}

	/** The context has released all that it had acquired. */
	private void close() {
		JvmSession.get().contexts().remove(context());
		this.context = null;
		this.suppliers.clear();
		synchronized (this.resources) {
			this.resources.clear();
		}
	}

	/** Watches what is done for this context, also when it has been closed. */
	ResourceObserver observer() {
		synchronized (this.resources) {
			ResourceObserver observer = this.observer;
			if (observer == null && isOpen()) {
				observer = MicrometerObserver.of(beanFactory());
				// Where there is none yet, there may be one later
				this.observer = (observer != ResourceObserver.NONE) ? observer : null;
			}
			return (observer != null) ? observer : ResourceObserver.NONE;
		}
	}

	/** Where the resource of a bean comes from. */
	SharedResources resources(SharedBeanMethod method) {
		synchronized (this.resources) {
			SharedResources resources = this.resources.get(method.scope());
			if (resources == null) {
				resources = createResources(method.scope());
				this.resources.put(method.scope(), resources);
			}
			return resources;
		}
	}

	private SharedResources createResources(SharedBeanScope scope) {
		if (TestRun.isPlanned() || TestRun.isProcessedAheadOfTime()) {
			throw new SharedSessionConfigurationException("A shared bean was asked for while tests are "
					+ (TestRun.isPlanned() ? "planned" : "processed ahead of time") + ", which creates nothing.",
					"Conditions that need a property of a shared bean can't be evaluated then. Where it is ahead of "
							+ "time, annotate the test class with @DisabledInAotMode.",
					null);
		}
		if (!settings().enabled()) {
			return new LocalResources();
		}
		if (!this.closesItself) {
			this.closesItself = true;
			// Before all leases, and so called after they have been released
			((DefaultSingletonBeanRegistry) beanFactory()).registerDisposableBean(ATTRIBUTE, this::close);
		}
		return (scope == SharedBeanScope.FORK) ? new ForkResources(this) : new CoordinatedResources(this);
	}

	/** How long to wait for another one to create a bean. */
	Duration waitTimeout(SharedBeanMethod method) {
		String text = method.annotation().waitTimeout();
		if (text.isEmpty()) {
			return settings().waitTimeout();
		}
		try {
			return DurationStyle.detectAndParse(environment().resolveRequiredPlaceholders(text));
		}
		catch (IllegalArgumentException ex) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " has the waitTimeout '" + text + "', which is no duration.",
					"Write it as in \"90s\" or \"PT2M\".", ex);
		}
	}

	/** The session as the context sees it. */
	TestSession testSession() {
		TestSession testSession = this.testSession;
		if (testSession == null) {
			testSession = JvmSession.get().tools().withWaitTimeout(settings().waitTimeout());
			this.testSession = testSession;
		}
		return testSession;
	}

	/** What the context itself says of sharing, read when it is first asked for. */
	ContextSettings settings() {
		ContextSettings settings = this.settings;
		if (settings == null) {
			// Ahead of time nothing is shared, and this JVM does not look for others
			settings = TestRun.isProcessedAheadOfTime() ? ContextSettings.ofLocal() : ContextSettings.of(environment());
			this.settings = settings;
		}
		return settings;
	}

	/**
	 * Begin with what the first shared value of a JVM takes long for, unless that has
	 * begun for values of these types.
	 */
	void prepareValues(Collection<SharedBeanMethod> methods) {
		if (!settings().enabled()) {
			return;
		}
		Set<Type> types = new LinkedHashSet<>();
		for (SharedBeanMethod method : methods) {
			Type type = (method.scope() != SharedBeanScope.FORK) ? method.valueType() : null;
			if (type != null) {
				types.add(type);
			}
		}
		Set<Type> prepared = this.preparedTypes;
		if (prepared == null || !prepared.containsAll(types)) {
			this.preparedTypes = types;
			FirstUse.prepare(types);
		}
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
		SharedBeanInstanceSupplier supplier = this.suppliers.get(beanName);
		return (supplier != null && isInPlace(supplier)) ? Optional.of(supplier) : Optional.empty();
	}

	/** Another definition may have taken its place, as that of a mock. */
	private boolean isInPlace(SharedBeanInstanceSupplier supplier) {
		String name = supplier.method().beanName();
		return beanFactory().containsBeanDefinition(name)
				&& beanFactory().getBeanDefinition(name) instanceof AbstractBeanDefinition definition
				&& definition.getInstanceSupplier() == supplier;
	}

	/** The key of a bean that has been acquired, or {@code null}. */
	@Nullable ResourceKey key(String beanName) {
		return this.keys.get(beanName);
	}

	void addKey(String beanName, ResourceKey key) {
		this.keys.put(beanName, key);
	}

	/** That of the context which has a bean, this one or one above. */
	SharedBeanContext ownerOf(String beanName) {
		SharedBeanContext parent = parentOf(beanName);
		return (parent != null) ? parent.ownerOf(beanName) : this;
	}

	/** The key of a bean of this context or one above, if it has been acquired. */
	@Nullable ResourceKey keyOf(String beanName) {
		ResourceKey key = this.keys.get(beanName);
		SharedBeanContext parent = (key == null) ? parentOf(beanName) : null;
		return (parent != null) ? parent.keyOf(beanName) : key;
	}

	/** That of the next context above, where a bean comes from there. */
	private @Nullable SharedBeanContext parentOf(String beanName) {
		if (beanFactory().containsBeanDefinition(beanName)) {
			return null;
		}
		SharedBeanContext found = null;
		ApplicationContext parent = context().getParent();
		while (parent != null && found == null) {
			found = find(parent);
			parent = parent.getParent();
		}
		return found;
	}

}
