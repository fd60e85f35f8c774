package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionBean;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations of what a context does with shared beans.
 */
class ObservationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private TestObservationRegistryAssert observed() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	private void run(Class<?> configuration) {
		runner(configuration).withBean(ObservationRegistry.class, () -> this.registry)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void creationReuseAndTeardownAreObserved() {
		run(LifeConfig.class);
		observed().hasNumberOfObservationsWithNameEqualTo("shared.session.create", 1)
			.hasNumberOfObservationsWithNameEqualTo("shared.session.wait", 1)
			.hasNumberOfObservationsWithNameEqualTo("shared.session.reuse", 0)
			.hasNumberOfObservationsWithNameEqualTo("shared.session.teardown", 0);
		run(LifeConfig.class);
		observed().hasNumberOfObservationsWithNameEqualTo("shared.session.create", 1)
			.hasNumberOfObservationsWithNameEqualTo("shared.session.wait", 2)
			.hasNumberOfObservationsWithNameEqualTo("shared.session.reuse", 1);
		endJvm();
		observed().hasNumberOfObservationsWithNameEqualTo("shared.session.teardown", 1)
			.forAllObservationsWithNameEqualTo("shared.session.create",
					(observation) -> observation.hasLowCardinalityKeyValue("bean", "observedIndex")
						.hasLowCardinalityKeyValue("scope", "session")
						.hasContextualNameEqualTo("create observedIndex"));
	}

	@Test
	void valueIsNotObserved() {
		List<String> contexts = new ArrayList<>();
		this.registry.observationConfig()
			.observationHandler(new ObservationTextPublisher(contexts::add, (context) -> true));
		run(SecretConfig.class);
		endJvm();
		assertThat(contexts).anyMatch((context) -> context.contains("create secretIndex"))
			.anyMatch((context) -> context.contains("teardown secretIndex"))
			.noneMatch((context) -> context.contains("the secret"));
	}

	@Test
	void failureIsObserved() {
		failure(SharedBeanCreationException.class,
				runner(FailingConfig.class).withBean(ObservationRegistry.class, () -> this.registry));
		observed().hasObservationWithNameEqualTo("shared.session.create")
			.that()
			.hasBeenStopped()
			.hasError()
			.thenError()
			.hasMessage("no luck");
	}

	@Test
	void registryThatNeedsTheBeanGetsNothing() {
		runner(CircularConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ObservationRegistry.class)).isNotNull();
		});
	}

	@Test
	void registryIsNotMadeBeforeItsPostProcessors() {
		runner(EarlyConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(EarlyConfig.PROCESSED)).isEqualTo(true);
		});
	}

	@Test
	void contextWithoutARegistryIsAsBefore() {
		runner(PlainConfig.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contextWithoutTheLibraryIsAsBefore() {
		runner(AbsentConfig.class).withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.withBean("registry", ObservationRegistry.class, () -> this.registry)
			.run((context) -> assertThat(context).hasNotFailed());
		observed().doesNotHaveAnyObservation();
	}

	@Configuration(proxyBeanMethods = false)
	static class LifeConfig {

		@SharedSessionBean
		Index observedIndex() {
			return Index.make("observed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecretConfig {

		@SharedSessionBean
		SharedBean<Index, Client> secretIndex() {
			return SharedBean.createdBy(() -> Index.make("the secret")).connectedBy(Client::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfig {

		@SharedSessionBean
		Index failingObservedIndex() {
			throw new IllegalStateException("no luck");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircularConfig {

		@SharedSessionBean
		Index neededIndex() {
			return Index.make("needed by a registry");
		}

		@Bean
		ObservationRegistry observationRegistry(Index index) {
			assertThat(index.name()).isEqualTo("needed by a registry");
			return TestObservationRegistry.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyConfig {

		static final String PROCESSED = "registryIsProcessed";

		@SharedSessionBean
		static Index earlyObservedIndex() {
			return Index.make("asked for early");
		}

		@Bean
		static ObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

		@Bean
		static BeanFactoryPostProcessor early() {
			return (beanFactory) -> assertThat(beanFactory.getBean(Index.class).name()).isEqualTo("asked for early");
		}

		@Bean
		static BeanPostProcessor processor(ConfigurableListableBeanFactory beanFactory) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof ObservationRegistry) {
						beanFactory.registerSingleton(PROCESSED, true);
					}
					return bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		@SharedSessionBean
		Index unobservedIndex() {
			return Index.make("unobserved");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AbsentConfig {

		@SharedSessionBean
		Index absentIndex() {
			return Index.make("without the library");
		}

	}

}
