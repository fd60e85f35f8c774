package io.github.sharedsession.bean;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.ConfigurablePropertyResolver;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertyResolver;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static io.github.sharedsession.bean.SharedBeanTestSupport.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a shared bean's method gets as {@code Environment}: all works with it that works
 * with that of the context, and what it is asked for is known.
 */
class BoundPropertyTests {

	private static Reading reading = Reading.SCALAR;

	@AfterEach
	void endTestRun() {
		endJvm();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsBoundIsThatOfTheContextAndIsNoticedToChange(Reading reading) {
		BoundPropertyTests.reading = reading;
		ApplicationContextRunner runner = runner(EnvironmentConfig.class).withPropertyValues("bound.name=one",
				"bound.items[0]=first", "bound.nested.port=1", "other=o");
		runner.run((first) -> {
			assertThat(first).hasNotFailed();
			assertThat(first.getBean(String.class)).isEqualTo(reading.read.apply(first.getEnvironment()));
			runner.withPropertyValues("unrelated.name=x", "boundary=y", "bound-too.name=z")
				.run((second) -> assertThat(second).hasNotFailed());
			SharedBeanPropertyMismatchException failure = failure(SharedBeanPropertyMismatchException.class,
					runner.withPropertyValues(reading.change));
			assertThat(failure).hasMessageContaining("[" + reading.names);
			assertThat(failure.getAction()).contains("key = \"${");
			assertThat(text(failure)).doesNotContain("s3cr3t");
		});
	}

	@Test
	void placeholderInABoundValueIsNoticedToChange() {
		BoundPropertyTests.reading = Reading.RECORD;
		ApplicationContextRunner runner = runner(EnvironmentConfig.class).withPropertyValues("bound.name=${other}");
		runner.withPropertyValues("other=one").run((first) -> {
			assertThat(first.getBean(String.class)).contains("one");
			failure(SharedBeanPropertyMismatchException.class, runner.withPropertyValues("other=two"));
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { EnvironmentConfig.class, ConfigurableEnvironmentConfig.class, StaticRecipeConfig.class,
			ForkConfig.class })
	void everyKindOfMethodCanBind(Class<?> configuration) {
		BoundPropertyTests.reading = Reading.RECORD;
		ApplicationContextRunner runner = runner(configuration).withPropertyValues("bound.name=one");
		runner.run((first) -> {
			assertThat(first.getBean(String.class)).isEqualTo(Reading.RECORD.read.apply(first.getEnvironment()));
			failure(SharedBeanPropertyMismatchException.class, runner.withPropertyValues("bound.name=two"));
		});
	}

	@Test
	void environmentIsAsGoodAsThatOfTheContext() {
		runner(UsingConfig.class).withPropertyValues("bound.name=one", "spring.profiles.active=here")
			.run((context) -> assertThat(context.getBean(String.class)).isEqualTo("one one true here one 3 one added"));
	}

	record Bound(String name, @DefaultValue List<String> items, @DefaultValue Nested nested) {
	}

	record Nested(@DefaultValue("0") int port) {
	}

	/** As a class with {@code @ConfigurationProperties}. */
	public static class BoundBean {

		private String name = "";

		private Map<String, Integer> nested = Map.of();

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public Map<String, Integer> getNested() {
			return this.nested;
		}

		public void setNested(Map<String, Integer> nested) {
			this.nested = nested;
		}

	}

	/** How a method reads, and what makes a difference to it. */
	enum Reading {

		SCALAR((environment) -> bind(environment, "bound.name", Bindable.of(String.class)), "bound.name=s3cr3t",
				"bound.name]"),

		RECORD((environment) -> bind(environment, "bound", Bindable.of(Bound.class)), "bound.nested.port=2",
				"bound.*, bound.nested.*, bound.nested.port]"),

		BEAN((environment) -> {
			BoundBean bean = Binder.get(environment).bind("bound", BoundBean.class).get();
			return bean.getName() + bean.getNested();
		}, "bound.nested.user=7", "bound.*, bound.nested.*]"),

		LIST((environment) -> bind(environment, "bound.items", Bindable.listOf(String.class)), "bound.items[1]=s3cr3t",
				"bound.items.*]"),

		MAP((environment) -> bind(environment, "bound.nested", Bindable.mapOf(String.class, Integer.class)),
				"bound.nested.s3cr3t-free=9", "bound.nested.*]"),

		MISSING_SCALAR((environment) -> bind(environment, "bound.missing", Bindable.of(String.class)),
				"bound.missing=s3cr3t", "bound.missing.*]"),

		MISSING_MAP((environment) -> bind(environment, "bound.missing", Bindable.mapOf(String.class, String.class)),
				"bound.missing.entry=s3cr3t", "bound.missing.*]"),

		RELAXED((environment) -> bind(environment, "bound.full-name", Bindable.of(String.class)),
				"bound.fullName=s3cr3t", "bound.full-name.*]"),

		PLAIN((environment) -> environment.getProperty("bound.name", "none"), "bound.name=s3cr3t", "bound.name]");

		@SuppressWarnings("ImmutableEnumChecker") // The lambdas have no state
		private final Function<Environment, String> read;

		private final String change;

		private final String names;

		Reading(Function<Environment, String> read, String change, String names) {
			this.read = read;
			this.change = change;
			this.names = names;
		}

		private static String bind(Environment environment, String name, Bindable<?> bindable) {
			return String.valueOf((Object) Binder.get(environment).bind(name, bindable).orElse(null));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EnvironmentConfig {

		@SharedSessionBean
		String bound(Environment environment) {
			return reading.read.apply(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurableEnvironmentConfig {

		@SharedSessionBean
		String bound(ConfigurableEnvironment environment) {
			return reading.read.apply(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StaticRecipeConfig {

		@SharedSessionBean
		static SharedBean<String, String> bound(Environment environment) {
			return SharedBean.createdBy(() -> reading.read.apply(environment)).property("bound.copy", (text) -> text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		String bound(Environment environment) {
			return reading.read.apply(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsingConfig {

		@SharedSessionBean
		String used(Environment environment, PropertyResolver resolver, ConfigurablePropertyResolver configurable) {
			ConfigurableEnvironment all = (ConfigurableEnvironment) environment;
			configurable.setConversionService(new DefaultConversionService());
			String found = Stream.of("no such source", "test", "systemProperties")
				.map(all.getPropertySources()::get)
				.filter(Objects::nonNull)
				.map((source) -> source.getProperty("bound.name"))
				.filter(Objects::nonNull)
				.findFirst()
				.map(String::valueOf)
				.orElse("nothing");
			String inContext;
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.setEnvironment(all);
				context.refresh();
				inContext = String.valueOf(context.getEnvironment().getProperty("bound.name"));
			}
			all.getPropertySources().addLast(new MapPropertySource("mine", Map.of("mine", "added")));
			return String.join(" ", String.valueOf(resolver.getProperty("bound.name")), found,
					String.valueOf(environment.acceptsProfiles(Profiles.of("here & !there"))),
					String.join(",", environment.getActiveProfiles()), environment.resolvePlaceholders("${bound.name}"),
					String.valueOf(Optional.of(configurable.getConversionService())
						.map((service) -> service.convert("3", Integer.class))
						.orElse(0)),
					inContext, environment.getRequiredProperty("mine"));
		}

	}

}
