package io.github.sharedsession.bean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static io.github.sharedsession.bean.SharedBeanTestSupport.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tells the resources of one method apart, and what is noticed to have changed.
 */
class ResourceKeyTests {

	@Test
	void contextsWithTheSameKeyShareAndWithAnotherDoNot() {
		ApplicationContextRunner runner = runner(PlaceholderConfig.class);
		runner.withPropertyValues("db.url=one").run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("db.url=one", "unrelated=x").run((context) -> assertThat(context).hasNotFailed());
		assertThat(PlaceholderConfig.made).containsExactly("one");
		runner.withPropertyValues("db.url=two").run((context) -> assertThat(context).hasNotFailed());
		runner.run((context) -> assertThat(context.getBean(Index.class).name()).isEqualTo("default"));
		assertThat(PlaceholderConfig.made).containsExactly("one", "two", "default");
	}

	@Test
	void keyIsAnExpression() {
		ApplicationContextRunner runner = runner(ExpressionConfig.class);
		runner.withPropertyValues("port=5432").run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("port=5433").run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("expression")).isOne();
		runner.withPropertyValues("port=6000").run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("expression")).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(
			classes = { FirstHook.class, SecondHook.class, FirstDefault.class, SecondDefault.class, FirstArgument.class,
					SecondArgument.class, FirstType.class, SecondType.class, FirstFork.class, SecondFork.class })
	void classesThatHaveAnInheritedMethodMakeSomethingElseDoNotShare(Class<?> config) {
		// Whichever comes first
		Class<?> other = ClassUtils.resolveClassName(config.getName().contains("First")
				? config.getName().replace("First", "Second") : config.getName().replace("Second", "First"), null);
		runner(other).run((former) -> runner(config).run((context) -> {
			assertThat(former.getBean("made")).hasToString(other.getSimpleName());
			assertThat(context.getBean("made")).hasToString(config.getSimpleName());
		}));
	}

	@Test
	void classesThatOnlyInheritAMethodShare() {
		runner(FirstHeir.class).run((first) -> runner(SecondHeir.class)
			.run((second) -> assertThat(second.getBean("made")).isEqualTo(first.getBean("made"))));
	}

	@Test
	void parametersAreNotResolvedForContextWithTheSameKey() {
		ApplicationContextRunner runner = runner(UnneededParameterConfig.class);
		runner.withPropertyValues("tenant=a", "only.first=here").run((first) -> {
			assertThat(first).hasNotFailed();
			runner.withPropertyValues("tenant=a").run((second) -> assertThat(second).hasNotFailed());
			runner.withPropertyValues("tenant=b").run((third) -> assertThat(third).hasFailed());
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { UnresolvableKeyConfig.class, UnresolvableInputConfig.class })
	void placeholderThatIsNotResolvableIsRefused(Class<?> config) {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, runner(config));
		assertThat(failure).hasMessageContaining("'index'")
			.hasMessageContaining(config.getName() + ".index()")
			.hasMessageContaining("${no.such.property}")
			.hasMessageContaining("in its " + ((config == UnresolvableKeyConfig.class) ? "key" : "inputs"));
	}

	@Test
	void expressionThatCanNotBeEvaluatedIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(BrokenExpressionConfig.class).withPropertyValues("secret=s3cr3t-marker"));
		assertThat(failure).hasMessageContaining("'index'").hasMessageContaining("in its key");
		assertThat(text(failure)).doesNotContain("s3cr3t-marker");
	}

	@ParameterizedTest
	@ValueSource(classes = { FileInputConfig.class, RecipeInputConfig.class })
	void contentOfInputTellsResourcesApart(Class<?> config, @TempDir Path directory) throws IOException {
		Path file = directory.resolve("schema.sql");
		Files.writeString(file, "first");
		ApplicationContextRunner runner = runner(config).withPropertyValues("input.location=" + file.toUri(),
				"input.name=" + config.getSimpleName());
		runner.run((context) -> assertThat(context).hasNotFailed());
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade(config.getSimpleName())).isOne();
		Files.writeString(file, "second");
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade(config.getSimpleName())).isEqualTo(2);
		Files.writeString(file, "first");
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade(config.getSimpleName())).isEqualTo(2);
	}

	@Test
	void filesOfPatternTellResourcesApart(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("V1__one.sql"), "one");
		ApplicationContextRunner runner = runner(PatternInputConfig.class)
			.withPropertyValues("input.location=" + directory.toUri() + "**/*.sql");
		runner.run((context) -> assertThat(context).hasNotFailed());
		Files.writeString(directory.resolve("unrelated.txt"), "text");
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("pattern")).isOne();
		Files.writeString(directory.resolve("V2__two.sql"), "two");
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("pattern")).isEqualTo(2);
		Files.move(directory.resolve("V2__two.sql"), directory.resolve("V3__two.sql"));
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("pattern")).isEqualTo(3);
		Files.createDirectory(directory.resolve("later"));
		Files.move(directory.resolve("V3__two.sql"), directory.resolve("later/V3__two.sql"));
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(Index.timesMade("pattern")).isEqualTo(4);
	}

	@Test
	void patternThatMatchesNothingIsNoError(@TempDir Path directory) {
		runner(EmptyPatternInputConfig.class).withPropertyValues("input.location=" + directory.toUri() + "**/*.none")
			.run((context) -> context.getBean(Index.class).assertIsShared("empty pattern"));
	}

	@Test
	void inputThatIsMissingIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(MissingInputConfig.class));
		assertThat(failure).hasMessageContaining("'index'")
			.hasMessageContaining("'classpath:no/such/file.sql'")
			.hasMessageContaining("in its inputs");
	}

	@ParameterizedTest
	@ValueSource(classes = { EnvironmentConfig.class, PlaceholderInEnvironmentConfig.class, ValueParameterConfig.class,
			RecipeEnvironmentConfig.class, CallbackEnvironmentConfig.class })
	void changedPropertyThatTheMethodReadsIsAnError(Class<?> config) {
		ApplicationContextRunner runner = runner(config);
		runner.withPropertyValues("db.mode=s3cr3t-marker-one").run((first) -> {
			assertThat(first).hasNotFailed();
			runner.withPropertyValues("db.mode=s3cr3t-marker-one", "unrelated=x")
				.run((second) -> assertThat(second).hasNotFailed());
			SharedBeanPropertyMismatchException failure = failure(SharedBeanPropertyMismatchException.class,
					runner.withPropertyValues("db.mode=s3cr3t-marker-two"));
			assertThat(failure).hasMessageContaining("'index'")
				.hasMessageContaining(config.getName() + ".index()")
				.hasMessageContaining("[db.mode]");
			assertThat(failure.getAction()).contains("key = \"${db.mode}\"");
			assertThat(text(failure)).doesNotContain("s3cr3t-marker");
		});
	}

	@Test
	void propertyThatAnotherBeanReadsMayDiffer() {
		ApplicationContextRunner runner = runner(OtherReaderConfig.class);
		runner.withPropertyValues("db.mode=one")
			.run((first) -> runner.withPropertyValues("db.mode=two")
				.run((second) -> assertThat(second).hasNotFailed()));
		assertThat(Index.timesMade("other reader")).isOne();
	}

	@Configuration(proxyBeanMethods = false)
	static class PlaceholderConfig {

		static final List<String> made = new ArrayList<>();

		@SharedSessionBean(key = "${db.url:default}")
		Index index(Environment environment) {
			String url = environment.getProperty("db.url", "default");
			made.add(url);
			return new Index(url);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExpressionConfig {

		@SharedSessionBean(key = "#{${port} < 6000 ? 'low' : 'high'}")
		Index index() {
			return Index.make("expression");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnneededParameterConfig {

		@SharedSessionBean(key = "${tenant}")
		Index index(Function<String, String> onlyInFirst) {
			return new Index(onlyInFirst.apply("unneeded"));
		}

		@Bean
		@Lazy
		Function<String, String> onlyInFirst(Environment environment) {
			String text = environment.getRequiredProperty("only.first");
			return (prefix) -> prefix + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnresolvableKeyConfig {

		@SharedSessionBean(key = "${no.such.property}")
		Index index() {
			return Index.make("unresolvable");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnresolvableInputConfig {

		@SharedSessionBean(inputs = "${no.such.property}")
		Index index() {
			return Index.make("unresolvable");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenExpressionConfig {

		@SharedSessionBean(key = "#{noSuchMethod('${secret}')}")
		Index index() {
			return Index.make("broken");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FileInputConfig {

		@SharedSessionBean(inputs = "${input.location}")
		Index index(@Value("${input.name}") String name) {
			return Index.make(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeInputConfig {

		@SharedSessionBean
		SharedBean<Index, Index> index(@Value("${input.name}") String name) {
			return SharedBean.createdBy(() -> Index.make(name)).inputs("${input.location}");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PatternInputConfig {

		@SharedSessionBean(inputs = "${input.location}")
		Index index() {
			return Index.make("pattern");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EmptyPatternInputConfig {

		@SharedSessionBean(inputs = "${input.location}")
		Index index() {
			return Index.make("empty pattern");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MissingInputConfig {

		@SharedSessionBean(inputs = "classpath:no/such/file.sql")
		Index index() {
			return Index.make("missing input");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EnvironmentConfig {

		@SharedSessionBean
		Index index(Environment environment) {
			return new Index(environment.getRequiredProperty("db.mode"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlaceholderInEnvironmentConfig {

		@SharedSessionBean
		static Index index(Environment environment) {
			return new Index(environment.resolvePlaceholders("jdbc:${db.mode}"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ValueParameterConfig {

		@SharedSessionBean
		Index index(@Value("${no.such.mode:${db.mode}}") String mode) {
			return new Index(mode);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeEnvironmentConfig {

		@SharedSessionBean
		SharedBean<Index, Index> index(Environment environment) {
			String mode = environment.getRequiredProperty("db.mode");
			return SharedBean.createdBy(() -> new Index(mode));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallbackEnvironmentConfig {

		@SharedSessionBean
		SharedBean<Index, Index> index(Environment environment) {
			return SharedBean.createdBy(() -> new Index(environment.getRequiredProperty("db.mode")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherReaderConfig {

		@Bean
		String other(Environment environment) {
			return environment.getRequiredProperty("db.mode");
		}

		@SharedSessionBean
		Index index(String other, Environment environment) {
			assertThat(environment.getProperty("unrelated")).isNull();
			assertThat(other).isEqualTo("one");
			return Index.make("other reader");
		}

	}

	abstract static class Hook {

		@SharedSessionBean
		String made() {
			return hook();
		}

		String hook() {
			return UUID.randomUUID().toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstHeir extends Hook {

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondHeir extends Hook {

		@Bean
		String other() {
			return "other";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstHook extends Hook {

		@Override
		String hook() {
			return "FirstHook";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondHook extends Hook {

		@Override
		String hook() {
			return "SecondHook";
		}

	}

	interface Default {

		@SharedSessionBean
		default SharedBean<String, String> made() {
			return SharedBean.createdBy(this::hook).connectedBy((text) -> text);
		}

		String hook();

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstDefault implements Default {

		@Override
		public String hook() {
			return "FirstDefault";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondDefault implements Default {

		@Override
		public String hook() {
			return "SecondDefault";
		}

	}

	abstract static class Argument {

		private final String text;

		Argument(String text) {
			this.text = text;
		}

		@SharedSessionBean
		String made() {
			return this.text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstArgument extends Argument {

		FirstArgument() {
			super("FirstArgument");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondArgument extends Argument {

		SecondArgument() {
			super("SecondArgument");
		}

	}

	abstract static class Typed<T> {

		@SharedSessionBean
		String made() {
			return Objects.requireNonNull(ResolvableType.forInstance(this).as(Typed.class).resolveGeneric())
				.getSimpleName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstType extends Typed<FirstType> {

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondType extends Typed<SecondType> {

	}

	abstract static class ForkHook {

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder made() {
			return new StringBuilder(hook());
		}

		abstract String hook();

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstFork extends ForkHook {

		@Override
		String hook() {
			return "FirstFork";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondFork extends ForkHook {

		@Override
		String hook() {
			return "SecondFork";
		}

	}

}
