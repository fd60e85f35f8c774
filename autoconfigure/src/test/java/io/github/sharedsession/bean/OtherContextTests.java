package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Configuration classes with shared beans in contexts that are not test contexts: each
 * has ordinary beans of its own.
 */
class OtherContextTests {

	private static final List<String> EVENTS = new ArrayList<>();

	@BeforeEach
	void forget() {
		EVENTS.clear();
	}

	static Stream<Arguments> contextsAndRecipes() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream
				.of(FluentConfig.class, StaticConfig.class, ForkConfig.class, ImplementingConfig.class,
						OwnTypeConfig.class, HostedConfig.class)
				.map((configuration) -> Arguments.of(kind, configuration)));
	}

	@ParameterizedTest
	@MethodSource("contextsAndRecipes")
	void recipeIsTheFactoryOfAnOrdinaryBean(Kind kind, Class<?> configuration) {
		kind.start(configuration, (context) -> {
			assertThat(context.getBeanNamesForType(Service.class)).containsExactly("elsewhere");
			assertThat(context.getBean(Service.class).name()).isEqualTo("elsewhere");
			assertThat(context.getBean("elsewhere")).isSameAs(context.getBean(User.class).service());
			assertThat(context.containsBean("conditionalOnService")).isTrue();
			assertThat(EVENTS).containsExactly("create", "connect");
		});
		assertThat(EVENTS).containsExactly("create", "connect", "user ends", "disconnect", "destroy",
				"dependency ends");
	}

	@ParameterizedTest
	@EnumSource
	void plainValueIsAnOrdinaryBean(Kind kind) {
		kind.start(PlainConfig.class,
				(context) -> assertThat(context.getBean(Index.class).name()).isEqualTo("plain elsewhere"));
	}

	@ParameterizedTest
	@EnumSource
	void propertyOfRecipeIsRefused(Kind kind) {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, kind,
				PropertyConfig.class);
		assertThat(failure.getDescription()).contains("'elsewhere'", "[elsewhere.name]", "not a test context");
		assertThat(failure.getAction()).contains("@SpringBootTest", "@ContextConfiguration", "property(...)");
		assertThat(EVENTS).isEmpty();
	}

	@Test
	void contextsShareNothing() {
		Kind.PLAIN.start(ImplementingConfig.class, (first) -> Kind.PLAIN.start(ImplementingConfig.class, (second) -> {
			assertThat(second.getBean(Service.class)).isNotSameAs(first.getBean(Service.class));
			assertThat(new Recipe("elsewhere")).isEqualTo(first.getBean("&elsewhere"));
			assertThat(beanOf(first.getBean("&elsewhere", Recipe.class))).isSameAs(first.getBean(Service.class));
			assertThat(EVENTS).containsExactly("create", "connect", "create", "connect");
		}));
	}

	@Test
	void lazyBeanIsMadeWhenItIsAskedFor() {
		Kind.PLAIN.start(LazyConfig.class, (context) -> {
			assertThat(context.getBean("&elsewhere")).isInstanceOf(SharedBean.class);
			assertThat(context.getType("elsewhere")).isEqualTo(Service.class);
			assertThat(context.getBeanNamesForType(Service.class)).containsExactly("elsewhere");
			assertThat(EVENTS).isEmpty();
			assertThat(context.getBean(Service.class).name()).isEqualTo("lazy");
		});
		assertThat(EVENTS).containsExactly("create", "connect", "disconnect", "destroy");
	}

	@Test
	void directCallInProxiedConfigurationGivesTheFactoryOfTheSameBean() {
		Kind.PLAIN.start(DirectCallConfig.class,
				(context) -> assertThat(context.getBean(User.class).service()).isSameAs(context.getBean("elsewhere")));
		assertThat(EVENTS).containsExactly("create", "connect", "user ends", "disconnect", "destroy");
	}

	@Test
	void beanOfRecipeMayBeginAndEndByItself() {
		Kind.PLAIN.start(OwnLifeConfig.class,
				(context) -> assertThat(EVENTS).containsExactly("create", "connect", "bean begins"));
		assertThat(EVENTS).containsExactly("create", "connect", "bean begins", "bean ends", "disconnect", "destroy");
	}

	@ParameterizedTest
	@EnumSource
	void creationThatFailsIsUndone(Kind kind) {
		assertThat(failure(SharedBeanCreationException.class, kind, FailingCreationConfig.class))
			.hasMessageContaining("'elsewhere'")
			.hasRootCauseMessage("on purpose");
		assertThat(EVENTS).containsExactly("create", "destroy", "dependency ends");
	}

	@Test
	void connectionThatFailsIsUndone() {
		assertThat(failure(SharedBeanConnectException.class, Kind.PLAIN, FailingConnectionConfig.class))
			.hasMessageContaining("'elsewhere'")
			.hasRootCauseMessage("on purpose");
		assertThat(EVENTS).containsExactly("create", "connect", "destroy");
	}

	@Test
	void beanThatFailsToBeginIsDisconnected() {
		assertThat(failure(SharedBeanConnectException.class, Kind.PLAIN, FailingInitializationConfig.class))
			.hasMessageContaining("'elsewhere'")
			.hasRootCauseMessage("on purpose");
		assertThat(EVENTS).containsExactly("create", "connect", "disconnect", "destroy");
	}

	@Test
	void contextThatFailsLaterEndsTheBean() {
		assertThat(catchThrowable(() -> Kind.PLAIN.start(FailingUserConfig.class, (context) -> {
		}))).isNotNull();
		assertThat(EVENTS).containsExactly("create", "connect", "disconnect", "destroy");
	}

	@Test
	void recipeOfOrdinaryBeanMethodIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, Kind.PLAIN,
				OrdinaryMethodConfig.class);
		assertThat(failure.getDescription()).contains("'elsewhere'");
		assertThat(failure.getAction()).contains("@SharedSessionBean");
	}

	private static <T extends Throwable> T failure(Class<T> type, Kind kind, Class<?> configuration) {
		return SharedBeanTestSupport.cause(type, catchThrowable(() -> kind.start(configuration, (context) -> {
		})));
	}

	private static Service beanOf(SharedBean<?, Service> recipe) {
		try {
			return Objects.requireNonNull(recipe.getObject());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SharedBean<Index, Service> recipe(String name) {
		return SharedBean.createdBy(() -> {
			EVENTS.add("create");
			return new Index(name);
		})
			.connectedBy(OtherContextTests::connect)
			.disconnectedBy((service) -> EVENTS.add("disconnect"))
			.destroyedBy((index) -> EVENTS.add("destroy"));
	}

	private static Service connect(Index index) {
		EVENTS.add("connect");
		return index::name;
	}

	/** Who makes contexts. */
	enum Kind {

		RUNNER {

			@Override
			void start(Class<?> configuration, Consumer<ConfigurableApplicationContext> action) {
				new ApplicationContextRunner().withUserConfiguration(configuration).run((context) -> {
					if (context.getStartupFailure() != null) {
						throw new IllegalStateException(context.getStartupFailure());
					}
					action.accept(context.getSourceApplicationContext(ConfigurableApplicationContext.class));
				});
			}

		},

		BUILDER {

			@Override
			void start(Class<?> configuration, Consumer<ConfigurableApplicationContext> action) {
				try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class, configuration)
					.logStartupInfo(false)
					.run()) {
					action.accept(context);
				}
			}

		},

		AUGMENTED {

			@Override
			void start(Class<?> configuration, Consumer<ConfigurableApplicationContext> action) {
				try (ConfigurableApplicationContext context = SpringApplication.from(Empty::main)
					.with(configuration)
					.run()
					.getApplicationContext()) {
					action.accept(context);
				}
			}

		},

		PLAIN {

			@Override
			void start(Class<?> configuration, Consumer<ConfigurableApplicationContext> action) {
				try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(configuration)) {
					action.accept(context);
				}
			}

		};

		abstract void start(Class<?> configuration, Consumer<ConfigurableApplicationContext> action);

	}

	interface Service {

		String name();

	}

	record Dependency() implements DisposableBean {

		@Override
		public void destroy() {
			EVENTS.add("dependency ends");
		}

	}

	record User(Service service) implements DisposableBean {

		@Override
		public void destroy() {
			EVENTS.add("user ends");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

		public static void main(String[] args) {
			SpringApplication.run(Empty.class, args);
		}

	}

	@AutoConfiguration
	static class ServiceAutoConfiguration {

		@Bean
		@ConditionalOnMissingBean(Service.class)
		Service autoConfigured() {
			return () -> "auto-configured";
		}

		@Bean
		@ConditionalOnBean(Service.class)
		String conditionalOnService() {
			return "present";
		}

	}

	/** The user is defined first, the dependency last. */
	@ImportAutoConfiguration(ServiceAutoConfiguration.class)
	abstract static class AroundConfig {

		@Bean
		static User user(Service service) {
			return new User(service);
		}

	}

	@Configuration
	static class FluentConfig extends AroundConfig {

		@SharedSessionBean
		SharedBean<?, Service> elsewhere() {
			dependency();
			return recipe("elsewhere");
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StaticConfig extends AroundConfig {

		@SharedSessionBean("elsewhere")
		static SharedBean<Index, Service> otherName(Dependency dependency) {
			return recipe("elsewhere");
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkConfig extends AroundConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		SharedBean<Index, Service> elsewhere(Dependency dependency) {
			return recipe("elsewhere");
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImplementingConfig extends AroundConfig {

		@SharedSessionBean
		SharedBean<Index, Service> elsewhere(Dependency dependency) {
			return new Recipe("elsewhere");
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Configuration
	static class OwnTypeConfig extends AroundConfig {

		@SharedSessionBean
		Recipe elsewhere(Dependency dependency) {
			return new Recipe("elsewhere");
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	/** Equal to others, and with a method that would be called if it was the bean. */
	record Recipe(String name) implements SharedBean<Index, Service>, AutoCloseable {

		@Override
		public Index create() {
			EVENTS.add("create");
			return new Index(this.name);
		}

		@Override
		public Service connect(Index value) {
			return OtherContextTests.connect(value);
		}

		@Override
		public void disconnect(Service bean) {
			EVENTS.add("disconnect");
		}

		@Override
		public void destroy(Index value) {
			EVENTS.add("destroy");
		}

		@Override
		public void close() {
			EVENTS.add("close");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HostedConfig extends AroundConfig {

		@SharedSessionBean
		static SharedBean<?, Service> elsewhere(Dependency dependency) {
			return SharedBean.<String, Index, Index>hosted(Server.class, "elsewhere")
				.connectedBy(OtherContextTests::connect)
				.disconnectedBy((service) -> EVENTS.add("disconnect"));
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	/** In the JVM of the context, as nobody else is to use it. */
	public static class Server implements HostedServer<String, Index> {

		@Override
		public Index start(String settings, Creation<Index> creation) {
			EVENTS.add("create");
			return new Index(settings);
		}

		@Override
		public void close() {
			EVENTS.add("destroy");
		}

		@Override
		public void recover(String settings, @Nullable Index value) {
			EVENTS.add("recover");
		}

	}

	@Configuration
	static class PlainConfig {

		@SharedSessionBean
		Index plainElsewhere() {
			return new Index("plain elsewhere");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		@SharedSessionBean
		static SharedBean<Index, Service> elsewhere() {
			return recipe("elsewhere").property("elsewhere.name", Index::name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfig {

		@Lazy
		@SharedSessionBean
		SharedBean<Index, Service> elsewhere() {
			return recipe("lazy");
		}

	}

	@Configuration
	static class DirectCallConfig {

		@Bean
		User user() {
			return new User(beanOf(elsewhere()));
		}

		@SharedSessionBean
		SharedBean<Index, Service> elsewhere() {
			return recipe("direct call");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLifeConfig {

		@SharedSessionBean
		SharedBean<Index, OwnLife> elsewhere() {
			return recipe("own life").connectedBy((index) -> {
				EVENTS.add("connect");
				return new OwnLife();
			}).disconnectedBy((bean) -> EVENTS.add("disconnect"));
		}

	}

	static class OwnLife implements InitializingBean, DisposableBean {

		@Override
		public void afterPropertiesSet() {
			EVENTS.add("bean begins");
		}

		@Override
		public void destroy() {
			EVENTS.add("bean ends");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingCreationConfig {

		@SharedSessionBean
		SharedBean<Index, Service> elsewhere(Dependency dependency) {
			return SharedBean.createdWith(Index.class, (creation) -> {
				EVENTS.add("create");
				creation.checkpoint(new Index("half"));
				throw new IllegalStateException("on purpose");
			}).connectedBy(OtherContextTests::connect).destroyedBy((index) -> EVENTS.add("destroy"));
		}

		@Bean
		Dependency dependency() {
			return new Dependency();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConnectionConfig {

		@SharedSessionBean
		SharedBean<Index, Service> elsewhere() {
			return recipe("broken").connectedBy((index) -> {
				EVENTS.add("connect");
				throw new IllegalStateException("on purpose");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingInitializationConfig {

		@SharedSessionBean
		SharedBean<Index, InitializingBean> elsewhere() {
			return recipe("broken").<InitializingBean>connectedBy((index) -> {
				EVENTS.add("connect");
				return () -> {
					throw new IllegalStateException("on purpose");
				};
			}).disconnectedBy((bean) -> EVENTS.add("disconnect"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingUserConfig {

		@SharedSessionBean
		SharedBean<Index, Service> elsewhere() {
			return recipe("elsewhere");
		}

		@Bean
		String user(Service service) {
			throw new IllegalStateException("on purpose");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrdinaryMethodConfig {

		@Bean
		SharedBean<Index, Service> elsewhere() {
			return recipe("elsewhere");
		}

	}

}
