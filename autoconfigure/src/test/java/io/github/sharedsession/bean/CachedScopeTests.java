package io.github.sharedsession.bean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanInputsMissingException;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanScopeException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.store.LockTable;
import io.github.sharedsession.store.LockTable.Holder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shared beans of the scope {@link SharedBeanScope#CACHED}. A test run that ends and the
 * next one are two sessions.
 */
class CachedScopeTests {

	/** Another one in each run, as what is cached outlives also this class. */
	private static final String RUN = String.valueOf(System.nanoTime());

	private static ApplicationContextRunner cachedRunner(Class<?> config) {
		return runner(config).withPropertyValues("run=" + RUN);
	}

	private static String name(String bean, ApplicationContextRunner runner) {
		List<String> names = new ArrayList<>();
		runner.run((context) -> names.add(context.getBean(bean, Index.class).name()));
		endJvm();
		return names.get(0);
	}

	@Test
	void plainValueOutlivesItsSessionUntilItsInputsChange() {
		ApplicationContextRunner runner = cachedRunner(PlainConfig.class);
		String first = name("cachedPlain", runner.withPropertyValues("content=one"));
		assertThat(name("cachedPlain", runner.withPropertyValues("content=one"))).isEqualTo(first);
		assertThat(name("cachedPlain", runner.withPropertyValues("content=other"))).isNotEqualTo(first);
		assertThat(name("cachedPlain", runner.withPropertyValues("content=one"))).isEqualTo(first);
	}

	@Test
	void directoryOfTheCreationIsThereForAsLongAsTheResource() throws IOException {
		ApplicationContextRunner runner = cachedRunner(DirectoryConfig.class);
		String first = name("cachedDirectory", runner);
		assertThat(Path.of(first).resolve("content")).hasContent("made");
		assertThat(name("cachedDirectory", runner)).isEqualTo(first);
		assertThat(DirectoryConfig.events).containsExactly("create", "connect", "connect");
		Files.delete(Path.of(first).resolve("content"));
		Files.delete(Path.of(first));
		assertThat(name("cachedDirectory", runner)).isNotEqualTo(first);
		assertThat(DirectoryConfig.events.subList(3, 6)).containsExactly("destroy", "create", "connect");
	}

	@Test
	void probeThatSaysNoHasItMadeAgain() {
		ApplicationContextRunner runner = cachedRunner(ProbedConfig.class);
		String first = name("cachedProbed", runner);
		assertThat(ProbedConfig.asked).isEmpty();
		assertThat(name("cachedProbed", runner)).isEqualTo(first);
		assertThat(ProbedConfig.asked).containsExactly(first);
		ProbedConfig.gone.set(true);
		assertThat(name("cachedProbed", runner)).isNotEqualTo(first);
		assertThat(ProbedConfig.destroyed).containsExactly(first);
	}

	@Test
	void changedPropertyThatItReadHasItMadeAgain() {
		ApplicationContextRunner runner = cachedRunner(PropertyConfig.class);
		String first = name("cachedProperty", runner.withPropertyValues("cached.name=one"));
		assertThat(name("cachedProperty", runner.withPropertyValues("cached.name=one"))).isEqualTo(first);
		assertThat(name("cachedProperty", runner.withPropertyValues("cached.name=two"))).isNotEqualTo(first);
		runner.withPropertyValues("cached.name=two")
			.run((context) -> assertThat(
					failure(SharedBeanPropertyMismatchException.class, runner.withPropertyValues("cached.name=one")))
				.hasMessageContaining("cached.name"));
		endJvm();
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainOnCachedConfig.class, RecipeOnCachedConfig.class })
	void whatItWasMadeWithHasItMadeAgainWhenThatChanges(Class<?> config) {
		ApplicationContextRunner one = cachedRunner(config).withPropertyValues("content=one");
		String first = name("wide", one);
		assertThat(name("wide", one)).isEqualTo(first);
		ApplicationContextRunner two = cachedRunner(config).withPropertyValues("content=two");
		String next = name("wide", two);
		assertThat(next).isNotEqualTo(first).contains("two");
		one.run((context) -> {
			assertThat(context.getBean("wide", Index.class).name()).contains("one");
			assertThat(failure(SharedBeanPropertyMismatchException.class, two))
				.hasMessageContaining("made with another 'base'");
		});
		endJvm();
	}

	@Test
	void failureIsThatOfItsSessionOnly() {
		ApplicationContextRunner runner = cachedRunner(FailingConfig.class);
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner);
		assertThat(failure).hasRootCauseMessage("on purpose");
		FailingConfig.works.set(true);
		assertThat(failure(SharedBeanCreationException.class, runner))
			.hasMessageContaining("not tried again in this session");
		endJvm();
		assertThat(name("cachedFailing", runner)).isEqualTo("works");
	}

	@Test
	void withoutInputsItIsRefused() {
		SharedBeanInputsMissingException failure = failure(SharedBeanInputsMissingException.class,
				runner(NoInputsConfig.class));
		assertThat(failure.getDescription()).contains("'noInputs'", NoInputsConfig.class.getName(), "scope CACHED");
		assertThat(failure.getAction()).contains("inputs = ");
	}

	@Test
	void hostedServerIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(HostedConfig.class));
		assertThat(failure.getDescription()).contains("'hostedCached'", EndlessServer.class.getName(),
				"a process does not outlive its session");
		assertThat(failure.getAction()).contains("on top of files");
	}

	@Test
	void filesThatAHostedServerIsOnTopOfAreKept() {
		ApplicationContextRunner runner = cachedRunner(ServerOnCachedConfig.class);
		List<String> files = new ArrayList<>();
		runner.withPropertyValues("content=0").run((context) -> files.add(context.getBean(Address.class).files()));
		// The host goes on while the build does, which runs this test, or for some
		// seconds
		endJvm();
		for (int i = 1; i <= 3; i++) {
			name("files", cachedRunner(FilesConfig.class).withPropertyValues("content=" + i));
		}
		assertThat(Path.of(files.get(0))).isDirectory();
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Other systems do not tell who holds a lock")
	void filesThatAHostedServerIsOnTopOfAreGivenBackInWhateverOrder() {
		// Leases are given back in the order of hash codes of names
		for (int i = 0; i < 8; i++) {
			List<Path> files = new ArrayList<>();
			cachedRunner(ServerOnCachedConfig.class).withPropertyValues("content=order" + i)
				.run((context) -> files.add(Path.of(context.getBean(Address.class).files())));
			endJvm();
			Path members = files.get(0).resolve("../../members").normalize();
			assertThat(members).exists();
			assertThat(LockTable.read().holders(members)).extracting(Holder::pid)
				.doesNotContain(ProcessHandle.current().pid());
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainOnSessionConfig.class, RecipeOnSessionConfig.class, OnExistingSessionConfig.class })
	void dependencyOnNarrowerScopeIsRefusedWithTheChain(Class<?> config) {
		SharedBeanScopeException failure = failure(SharedBeanScopeException.class, cachedRunner(config));
		assertThat(failure.getDescription()).contains("shared bean 'wide' (declared by " + config.getName(),
				"has the scope CACHED", "narrower scope SESSION, which ends with each build",
				"'wide' -> 'between' -> 'narrow'.");
	}

	@Test
	void dependencyOnForkIsRefusedWithTheChain() {
		SharedBeanScopeException failure = failure(SharedBeanScopeException.class, cachedRunner(OnForkConfig.class));
		assertThat(failure.getDescription()).contains("has the scope CACHED", "narrower scope FORK",
				"'wide' -> 'narrow'.");
	}

	@Test
	void creationThatAsksForNarrowerScopeIsRefusedWithTheChain() {
		SharedBeanScopeException failure = failure(SharedBeanScopeException.class, cachedRunner(AskingConfig.class));
		assertThat(failure.getDescription()).contains("shared bean 'narrow'", "wider scope CACHED",
				"'wide' -> 'narrow'.");
	}

	@Test
	void disabledSharingGivesEachContextItsOwn() {
		ApplicationContextRunner runner = runner(NoInputsConfig.class)
			.withPropertyValues("shared-session.enabled=false");
		assertThat(name("noInputs", runner)).isNotEqualTo(name("noInputs", runner));
		ApplicationContextRunner recipe = cachedRunner(UnsharedConfig.class)
			.withPropertyValues("shared-session.enabled=false");
		assertThat(name("unshared", recipe)).isNotEqualTo(name("unshared", recipe));
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = { "${run}", "${content}" })
		Index cachedPlain() {
			return new Index("cached plain " + System.nanoTime());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DirectoryConfig {

		static final List<String> events = new CopyOnWriteArrayList<>();

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> cachedDirectory() {
			return SharedBean.createdWith(Index.class, (creation) -> {
				events.add("create");
				Files.writeString(creation.directory().resolve("content"), "made");
				return new Index(creation.directory().toString());
			}).connectedBy((index) -> {
				events.add("connect");
				return index;
			}).destroyedBy((index) -> events.add("destroy"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProbedConfig {

		static final List<String> asked = new CopyOnWriteArrayList<>();

		static final List<String> destroyed = new CopyOnWriteArrayList<>();

		static final AtomicBoolean gone = new AtomicBoolean();

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> cachedProbed() {
			return SharedBean.createdBy(() -> new Index("probed " + System.nanoTime())).validWhen((index) -> {
				asked.add(index.name());
				return !gone.get();
			}).destroyedBy((index) -> destroyed.add(index.name()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index cachedProperty(Environment environment) {
			return new Index(environment.getProperty("cached.name") + System.nanoTime());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainOnCachedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = { "${run}", "${content}" })
		Index base(Environment environment) {
			return new Index("base " + environment.getProperty("content"));
		}

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index wide(Between between) {
			return new Index("wide on " + between.narrow().name() + System.nanoTime());
		}

		@Bean
		Between between(Index base) {
			return new Between(base);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeOnCachedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = { "${run}", "${content}" })
		SharedBean<Index, Index> base(Environment environment) {
			String content = environment.getProperty("content");
			return SharedBean.createdBy(() -> new Index("recipe base " + content));
		}

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> wide(Index base) {
			return SharedBean.createdBy(() -> new Index("wide on " + base.name() + System.nanoTime()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfig {

		static final AtomicBoolean works = new AtomicBoolean();

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index cachedFailing() {
			if (!works.get()) {
				throw new IllegalStateException("on purpose");
			}
			return new Index("works");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoInputsConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED)
		Index noInputs() {
			return new Index("no inputs " + System.nanoTime());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnsharedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> unshared() {
			return SharedBean.createdBy(() -> new Index("unshared " + System.nanoTime()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HostedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "1")
		SharedBean<Index, Index> hostedCached() {
			return SharedBean.hosted(EndlessServer.class, "settings");
		}

	}

	/**
	 * Never started.
	 */
	public static class EndlessServer implements HostedServer<String, Index> {

		@Override
		public Index start(String settings, Creation<Index> creation) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

	/**
	 * Where a server runs, and on what.
	 */
	public record Address(String files) {
	}

	/**
	 * A server that does nothing but be there.
	 */
	public static class IdleServer implements HostedServer<String, Address> {

		@Override
		public Address start(String settings, Creation<Address> creation) {
			return new Address(settings);
		}

		@Override
		public void close() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilesConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = { "${run}", "${content}" })
		SharedBean<Index, Index> files() {
			return SharedBean.createdWith(Index.class, (creation) -> new Index(creation.directory().toString()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServerOnCachedConfig extends FilesConfig {

		@SharedSessionBean
		SharedBean<Address, Address> server(Index files) {
			return SharedBean.hosted(IdleServer.class, files.name());
		}

	}

	/**
	 * An ordinary bean on the way.
	 */
	record Between(Index narrow) {
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainOnSessionConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index wide(Between between) {
			return between.narrow();
		}

		@Bean
		Between between(Index narrow) {
			return new Between(narrow);
		}

		@SharedSessionBean
		Index narrow() {
			return new Index("narrow");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeOnSessionConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> wide(Between between) {
			return SharedBean.createdBy(between::narrow);
		}

		@Bean
		Between between(Index narrow) {
			return new Between(narrow);
		}

		@SharedSessionBean
		Index narrow() {
			return new Index("narrow of recipe");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnExistingSessionConfig {

		@SharedSessionBean
		Index narrow() {
			return new Index("existing narrow");
		}

		@Bean
		Between between(Index narrow) {
			return new Between(narrow);
		}

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index wide(Between between) {
			return between.narrow();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnForkConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		Index wide(StringBuilder narrow) {
			return new Index(narrow.toString());
		}

		@SharedSessionBean(scope = SharedBeanScope.FORK)
		StringBuilder narrow() {
			return new StringBuilder("narrow");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AskingConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${run}")
		SharedBean<Index, Index> wide(ObjectProvider<Between> narrow) {
			return SharedBean.createdBy(() -> narrow.getObject().narrow());
		}

		@SharedSessionBean
		Between narrow() {
			return new Between(new Index("narrow"));
		}

	}

}
