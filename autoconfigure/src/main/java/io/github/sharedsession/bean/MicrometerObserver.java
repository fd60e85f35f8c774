package io.github.sharedsession.bean;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes observations of Micrometer, in contexts that have a registry. The only class that
 * needs that library.
 */
final class MicrometerObserver implements ResourceObserver {

	private static final String REGISTRY = "io.micrometer.observation.ObservationRegistry";

	private final ObservationRegistry registry;

	private MicrometerObserver(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Find the observer of a context.
	 * @param beanFactory the beans of the context
	 * @return the observer; one that watches nothing where there is no registry
	 */
	static ResourceObserver of(ConfigurableListableBeanFactory beanFactory) {
		// A registry that is made before its post-processors stays without its handlers
		if (!beanFactory.isConfigurationFrozen() || !ClassUtils.isPresent(REGISTRY, beanFactory.getBeanClassLoader())) {
			return NONE;
		}
		return Registry.find(beanFactory);
	}

	@Override
	public Step start(String name, SharedBeanMethod method) {
		Observation observation = Observation.createNotStarted(name, this.registry)
			.contextualName(name.substring(name.lastIndexOf('.') + 1) + " " + method.beanName())
			.lowCardinalityKeyValue("bean", method.beanName())
			.lowCardinalityKeyValue("scope", method.scope().name().toLowerCase(Locale.ROOT))
			.start();
		AtomicBoolean ended = new AtomicBoolean();
		return (failure) -> {
			if (!ended.getAndSet(true)) {
				if (failure != null) {
					observation.error(failure);
				}
				observation.stop();
			}
		};
	}

	/** Apart, so that nothing of the library is loaded where it is absent. */
	private static final class Registry {

		static ResourceObserver find(ConfigurableListableBeanFactory beanFactory) {
			try {
				ObservationRegistry registry = beanFactory.getBeanProvider(ObservationRegistry.class).getIfUnique();
				return (registry != null && !registry.isNoop()) ? new MicrometerObserver(registry) : NONE;
			}
			catch (BeansException ex) {
				// It may need the very bean that is to be observed
				return NONE;
			}
		}

	}

}
