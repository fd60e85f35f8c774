package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.host.LedgerServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Configuration classes with shared beans in contexts that are not test contexts.
 */
class OtherContextTests {

	static Stream<Arguments> contextsAndRecipes() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream
				.of(FluentConfig.class, StaticPropertyConfig.class, ImplementingConfig.class, HostedConfig.class)
				.map((configuration) -> Arguments.of(kind, configuration)));
	}

	@ParameterizedTest
	@MethodSource("contextsAndRecipes")
	void recipeIsRefusedWithTheWayOut(Kind kind, Class<?> configuration) {
		Throwable failure = catchThrowable(() -> kind.start(configuration, (context) -> "started"));
		SharedBeanDefinitionException cause = SharedBeanTestSupport.cause(SharedBeanDefinitionException.class, failure);
		assertThat(cause.getDescription()).contains("'elsewhere'", "not a test context");
		assertThat(cause.getAction()).contains("@SpringBootTest", "@ContextConfiguration", "@Bean");
		assertThat(Index.timesMade("elsewhere")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void plainValueIsAnOrdinaryBean(Kind kind) {
		assertThat(kind.start(PlainConfig.class, (context) -> context.getBean(Index.class).name()))
			.isEqualTo("plain elsewhere");
	}

	/** Who makes contexts. */
	enum Kind {

		RUNNER {

			@Override
			String start(Class<?> configuration, Function<ConfigurableApplicationContext, String> action) {
				StringBuilder result = new StringBuilder();
				new ApplicationContextRunner().withUserConfiguration(configuration).run((context) -> {
					if (context.getStartupFailure() != null) {
						throw new IllegalStateException(context.getStartupFailure());
					}
					result.append(
							action.apply(context.getSourceApplicationContext(ConfigurableApplicationContext.class)));
				});
				return result.toString();
			}

		},

		BUILDER {

			@Override
			String start(Class<?> configuration, Function<ConfigurableApplicationContext, String> action) {
				try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class, configuration)
					.logStartupInfo(false)
					.run()) {
					return action.apply(context);
				}
			}

		},

		AUGMENTED {

			@Override
			String start(Class<?> configuration, Function<ConfigurableApplicationContext, String> action) {
				try (ConfigurableApplicationContext context = SpringApplication.from(Empty::main)
					.with(configuration)
					.run()
					.getApplicationContext()) {
					return action.apply(context);
				}
			}

		},

		PLAIN {

			@Override
			String start(Class<?> configuration, Function<ConfigurableApplicationContext, String> action) {
				try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(configuration)) {
					return action.apply(context);
				}
			}

		};

		abstract String start(Class<?> configuration, Function<ConfigurableApplicationContext, String> action);

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

		public static void main(String[] args) {
			SpringApplication.run(Empty.class, args);
		}

	}

	@Configuration
	static class PlainConfig {

		@SharedSessionBean
		Index plainElsewhere() {
			return new Index("plain elsewhere");
		}

	}

	@Configuration
	static class FluentConfig {

		@SharedSessionBean
		SharedBean<Index, Supplier<Index>> elsewhere() {
			return SharedBean.createdBy(() -> Index.make("elsewhere")).connectedBy((index) -> () -> index);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StaticPropertyConfig {

		@SharedSessionBean
		static SharedBean<Index, Index> elsewhere() {
			return SharedBean.createdBy(() -> Index.make("elsewhere")).property("elsewhere.name", Index::name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImplementingConfig {

		@SharedSessionBean
		SharedBean<Index, Client> elsewhere() {
			return new Recipe();
		}

	}

	static final class Recipe implements SharedBean<Index, Client> {

		@Override
		public Index create() {
			return Index.make("elsewhere");
		}

		@Override
		public Client connect(Index value) {
			return new Client(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HostedConfig {

		@SharedSessionBean
		static SharedBean<LedgerServer.Address, LedgerServer.Address> elsewhere() {
			return SharedBean.hosted(LedgerServer.class,
					new LedgerServer.Settings("elsewhere", Path.of("no", "ledger"), Set.of()));
		}

	}

}
