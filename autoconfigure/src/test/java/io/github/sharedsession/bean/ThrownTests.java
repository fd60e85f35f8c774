package io.github.sharedsession.bean;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.SharedValueNotSerializableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a callback throws, in whichever scope: what was made is undone, and the error
 * is that of an exception.
 */
class ThrownTests {

	private static final AtomicInteger RUNS = new AtomicInteger();

	/** Which callback throws, and what; everything that happens. */
	private static volatile Step failing = Step.NONE;

	private static final AtomicReference<Throwable> thrown = new AtomicReference<>(new IllegalStateException());

	private static final List<String> events = new CopyOnWriteArrayList<>();

	private static final List<Path> directories = new CopyOnWriteArrayList<>();

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("creations")
	void creationIsUndoneRememberedAndTold(Kind kind, Step step, Supplier<Throwable> throwable) {
		ApplicationContextRunner runner = start(kind, step, throwable);
		SharedSessionException first = failure(failureOf(step), runner);
		assertThat(first).hasMessageContaining("shared bean '" + kind.bean + "'");
		if (step != Step.WRITE) {
			// What a codec threw may quote the value, so it is not told
			assertThat(first).hasRootCause(thrown.get());
		}
		assertThat(failure(failureOf(step), runner)).hasMessageContaining("shared bean '" + kind.bean + "'");
		int creations = (kind == Kind.LOCAL) ? 2 : 1;
		assertThat(events).filteredOn("create"::equals).hasSize(creations);
		assertThat(events).filteredOn("destroy"::equals).hasSize((step == Step.CREATE) ? 0 : creations);
		assertThat(directories).hasSize(creations).allSatisfy((directory) -> assertThat(directory).doesNotExist());
		failing = Step.NONE;
		endJvm();
	}

	private static Class<? extends SharedSessionException> failureOf(Step step) {
		return (step == Step.WRITE) ? SharedValueNotSerializableException.class : SharedBeanCreationException.class;
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("others")
	void connectionIsToldAndTheResourceStays(Kind kind, Supplier<Throwable> throwable) {
		ApplicationContextRunner runner = start(kind, Step.CONNECT, throwable);
		assertThat(failure(SharedBeanConnectException.class, runner)).hasRootCause(thrown.get())
			.hasMessageContaining("shared bean '" + kind.bean + "'");
		failing = Step.NONE;
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(events).filteredOn("create"::equals).hasSize((kind == Kind.LOCAL) ? 2 : 1);
		assertEndsInOrder();
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("others")
	void disconnectionThatThrowsEndsTheUse(Kind kind, Supplier<Throwable> throwable) {
		start(kind, Step.DISCONNECT, throwable).run((context) -> assertThat(context).hasNotFailed());
		assertThat(events).endsWith((kind == Kind.LOCAL) ? new String[] { "connect", "disconnect", "destroy" }
				: new String[] { "connect", "disconnect" });
		failing = Step.NONE;
		assertEndsInOrder();
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("others")
	void tearDownThatThrowsLetsTheJvmEnd(Kind kind, Supplier<Throwable> throwable) {
		ApplicationContextRunner runner = start(kind, Step.DESTROY, throwable);
		runner.run((context) -> assertThat(context).hasNotFailed());
		endJvm();
		failing = Step.NONE;
		assertThat(events).filteredOn("destroy"::equals).hasSize(1);
		if (kind == Kind.SESSION) {
			// What could not be torn down is recorded, and tried again by whoever comes
			// next
			runner.run((context) -> assertThat(context).hasNotFailed());
			endJvm();
			assertThat(events).filteredOn("destroy"::equals).hasSize(3);
		}
		assertThat(directories).allSatisfy((directory) -> assertThat(directory).doesNotExist());
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void validityProbeThatThrowsHasItMadeAgain(Supplier<Throwable> throwable) {
		ApplicationContextRunner runner = start(Kind.CACHED, Step.VALIDITY, throwable);
		runner.run((context) -> assertThat(context).hasNotFailed());
		endJvm();
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(events).filteredOn("create"::equals).hasSize(2);
		assertThat(events).contains("destroy");
		failing = Step.NONE;
		endJvm();
	}

	private static void assertEndsInOrder() {
		endJvm();
		assertThat(directories).allSatisfy((directory) -> assertThat(directory).doesNotExist());
		assertThat(events).filteredOn("destroy"::equals).hasSameSizeAs(directories);
	}

	private static ApplicationContextRunner start(Kind kind, Step step, Supplier<Throwable> throwable) {
		failing = step;
		thrown.set(throwable.get());
		events.clear();
		directories.clear();
		return runner(kind.config).withPropertyValues("thrown.run=" + System.nanoTime() + RUNS.incrementAndGet(),
				"shared-session.enabled=" + (kind != Kind.LOCAL));
	}

	static Stream<Arguments> creations() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(Step.CREATE, Step.CHECKPOINTED, Step.WRITE, Step.READINESS)
				.filter((step) -> step != Step.WRITE || kind == Kind.SESSION || kind == Kind.CACHED)
				.flatMap((step) -> throwables().map((throwable) -> Arguments.of(kind, step, throwable))));
	}

	static Stream<Arguments> others() {
		return Stream.of(Kind.SESSION, Kind.FORK, Kind.LOCAL)
			.flatMap((kind) -> throwables().map((throwable) -> Arguments.of(kind, throwable)));
	}

	static Stream<Supplier<Throwable>> throwables() {
		return Stream.of(named(NoClassDefFoundError::new), named(StackOverflowError::new), named(OtherThrowable::new));
	}

	private static Supplier<Throwable> named(Supplier<Throwable> supplier) {
		return new Supplier<>() {

			@Override
			public Throwable get() {
				return supplier.get();
			}

			@Override
			public String toString() {
				return get().getClass().getSimpleName();
			}

		};
	}

	private static void at(Step step) {
		if (failing == step) {
			ThrownTests.<RuntimeException>sneakyThrow(Objects.requireNonNull(thrown.get()));
		}
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneakyThrow(Throwable ex) throws X {
		throw (X) ex;
	}

	private static SharedBean<String, StringBuilder> recipe() {
		return SharedBean.createdWith(String.class, ThrownTests::create).codec(new TextCodec()).readyWhen((value) -> {
			at(Step.READINESS);
			return true;
		}, Duration.ZERO).connectedBy((value) -> {
			events.add("connect");
			at(Step.CONNECT);
			return new StringBuilder(value);
		}).disconnectedBy((bean) -> {
			events.add("disconnect");
			at(Step.DISCONNECT);
		}).destroyedBy((value) -> {
			events.add("destroy");
			at(Step.DESTROY);
		});
	}

	private static String create(Creation<String> creation) {
		events.add("create");
		directories.add(creation.directory());
		at(Step.CREATE);
		if (failing == Step.CHECKPOINTED) {
			creation.checkpoint("half");
			at(Step.CHECKPOINTED);
		}
		return "whole";
	}

	private enum Step {

		NONE, CREATE, CHECKPOINTED, WRITE, READINESS, CONNECT, DISCONNECT, DESTROY, VALIDITY

	}

	private enum Kind {

		SESSION(SessionConfig.class, "session"), FORK(ForkConfig.class, "fork"), CACHED(CachedConfig.class, "cached"),
		LOCAL(SessionConfig.class, "session");

		private final Class<?> config;

		private final String bean;

		Kind(Class<?> config, String bean) {
			this.config = config;
			this.bean = bean;
		}

	}

	private static final class OtherThrowable extends Throwable {

	}

	static final class TextCodec implements SharedValueCodec<String> {

		@Override
		public byte[] serialize(String value) {
			if (value.equals("whole")) {
				at(Step.WRITE);
			}
			return value.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String deserialize(byte[] content) {
			return new String(content, StandardCharsets.UTF_8);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SessionConfig {

		@SharedSessionBean(key = "${thrown.run}")
		static SharedBean<String, StringBuilder> session() {
			return recipe();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ForkConfig {

		@SharedSessionBean(scope = SharedBeanScope.FORK, key = "${thrown.run}")
		static SharedBean<String, StringBuilder> fork() {
			return recipe();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CachedConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "${thrown.run}")
		static SharedBean<String, StringBuilder> cached() {
			return recipe().validWhen((value) -> {
				at(Step.VALIDITY);
				return true;
			});
		}

	}

}
