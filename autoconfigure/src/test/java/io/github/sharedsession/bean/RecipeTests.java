package io.github.sharedsession.bean;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ParameterizedTypeReference;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return a recipe.
 */
class RecipeTests {

	@Test
	void recipeIsCreatedOnceAndConnectedInEachContext() {
		ApplicationContextRunner runner = runner(FluentConfig.class);
		runner.run((first) -> runner.run((second) -> {
			first.getBean(Client.class).index().assertIsShared("fluent");
			second.getBean(Client.class).index().assertIsShared("fluent");
			assertThat(second.getBean(Client.class)).isNotSameAs(first.getBean(Client.class));
		}));
		assertThat(FluentConfig.destroyed).isEmpty();
		endJvm();
		assertThat(FluentConfig.destroyed).containsExactly(new Index("fluent"));
	}

	@Test
	void closeOfBeanIsInferredAndCalledOncePerContext() {
		List<Client> clients = new ArrayList<>();
		ApplicationContextRunner runner = runner(InferredCloseConfig.class);
		runner.run((first) -> {
			clients.add(first.getBean(Client.class));
			runner.run((second) -> clients.add(second.getBean(Client.class)));
			assertThat(clients).extracting(Client::timesClosed).containsExactly(0, 1);
		});
		endJvm();
		assertThat(clients).extracting(Client::timesClosed).containsExactly(1, 1);
	}

	@Test
	void shutdownOfBeanIsInferred() {
		List<Pool> pools = new ArrayList<>();
		runner(InferredShutdownConfig.class).run((context) -> pools.add(context.getBean(Pool.class)));
		assertThat(pools).singleElement().extracting((pool) -> pool.shutdowns.get()).isEqualTo(1);
	}

	@Test
	void disconnectingCallbackReplacesInferredClose() {
		List<Client> clients = new ArrayList<>();
		runner(DisconnectedByConfig.class).run((context) -> clients.add(context.getBean(Client.class)));
		assertThat(DisconnectedByConfig.disconnected).isEqualTo(clients).hasSize(1);
		assertThat(clients.get(0).timesClosed()).isZero();
	}

	@Test
	void disconnectingCallbackThatThrowsDoesNotKeepTheResource() {
		runner(DisconnectThrowsConfig.class).run((context) -> assertThat(context).hasSingleBean(Client.class));
		endJvm();
		assertThat(DisconnectThrowsConfig.destroyed).hasSize(1);
	}

	@Test
	void beanThatIsTheSharedValueIsClosedOnceAfterTheLastContext() {
		ApplicationContextRunner runner = runner(SameTypeConfig.class);
		runner.run((first) -> runner.run((second) -> assertThat(second).hasSingleBean(Handle.class)));
		assertThat(Handle.closed).hasValue(0);
		endJvm();
		assertThat(Handle.closed).hasValue(1);
	}

	@Test
	void recipeIsAnImplementationOfTheInterface() {
		ApplicationContextRunner runner = runner(ImplementationConfig.class);
		runner.run((first) -> runner
			.run((second) -> second.getBean(Client.class).index().assertIsShared("implementation")));
		assertThat(ImplementedRecipe.events).containsExactly("connect", "connect", "disconnect", "disconnect");
		endJvm();
		assertThat(ImplementedRecipe.events).last().isEqualTo("destroy");
	}

	@Test
	void implementationIsRefinedFluently() {
		runner(RefinedConfig.class).run((context) -> assertThat(context.getBean(String.class)).isEqualTo("<refined>"));
	}

	@Test
	void creationHasUniqueIdAndDirectoryThatLivesAsLongAsTheResource() {
		runner(CreationConfig.class).run((context) -> {
			Place first = context.getBean("first", Place.class);
			Place second = context.getBean("second", Place.class);
			assertThat(first.id()).matches("[a-z][a-z0-9]{11}").isNotEqualTo(second.id());
			assertThat(first.directory()).isNotEqualTo(second.directory());
			assertThat(first.directory().resolve("file")).hasContent("content");
		});
		assertThat(CreationConfig.directories).hasSize(2)
			.allSatisfy((directory) -> assertThat(directory).isDirectory());
		endJvm();
		assertThat(CreationConfig.destroyedWithDirectory).hasSize(2).doesNotContain(false);
		assertThat(CreationConfig.directories).allSatisfy((directory) -> assertThat(directory).doesNotExist());
	}

	@Test
	void newestCheckpointIsDestroyedWhenTheCreationFails() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class,
				runner(CheckpointConfig.class));
		assertThat(failure).hasMessageContaining("'halfMade'").hasRootCauseMessage("the slow part failed");
		assertThat(CheckpointConfig.destroyed).containsExactly(new Index("second checkpoint"));
	}

	@Test
	void failureShowsTheEndOfTheCreationsLog() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner(LogConfig.class));
		assertThat(failure.getDescription()).contains("the server says why");
	}

	@Test
	void readinessIsAskedUntilTheResourceIsReady() {
		runner(ReadyConfig.class).run((context) -> context.getBean(Index.class).assertIsShared("ready"));
		assertThat(ReadyConfig.askedAt).hasSize(5);
		assertThat(ReadyConfig.pauseMillis(0)).isGreaterThanOrEqualTo(10);
		assertThat(ReadyConfig.pauseMillis(1)).isGreaterThanOrEqualTo(20);
		assertThat(ReadyConfig.pauseMillis(3)).isGreaterThanOrEqualTo(80);
	}

	@Test
	void resourceThatIsNotReadyInTimeIsDestroyedAndReported() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class,
				runner(NeverReadyConfig.class));
		assertThat(failure).hasMessageContaining("'index'")
			.hasMessageContaining("not ready within 0.05 s")
			.hasMessageContaining("connection refused");
		assertThat(NeverReadyConfig.destroyed).containsExactly(new Index("never ready"));
	}

	@Test
	void connectionThatFailsFailsItsContextOnly() {
		SharedBeanConnectException failure = failure(SharedBeanConnectException.class,
				runner(ConnectThrowsConfig.class).withPropertyValues("refuse=true"));
		assertThat(failure).hasMessageContaining("'client'")
			.hasMessageContaining(ConnectThrowsConfig.class.getName() + ".client()")
			.hasMessageContaining("refused on purpose");
		runner(ConnectThrowsConfig.class).withPropertyValues("refuse=false")
			.run((context) -> context.getBean(Client.class).index().assertIsShared("connect throws"));
	}

	@Test
	void connectionThatIsNullIsRefused() {
		assertThat(failure(SharedBeanConnectException.class, runner(NullConnectionConfig.class)))
			.hasMessageContaining("'client'")
			.hasMessageContaining("null");
	}

	@Test
	void methodThatReturnsNoRecipeIsRefused() {
		assertThat(failure(SharedBeanDefinitionException.class, runner(NullRecipeConfig.class)))
			.hasMessageContaining("'client'")
			.hasMessageContaining("null instead of a recipe");
	}

	@Test
	void valueTypeThatIsNowhereDeclaredIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class,
				runner(UnknownValueTypeConfig.class));
		assertThat(failure).hasMessageContaining("'client'")
			.hasMessageContaining(UnknownValueTypeConfig.class.getName() + ".client()")
			.hasMessageContaining("'?'");
		assertThat(failure.getAction()).contains("valueType(");
		assertThat(Index.timesMade("unknown value type")).isZero();
	}

	@Test
	void valueTypeThatTheDeclarationLeavesOpenIsToldByTheRecipe() {
		runner(ToldValueTypeConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean("byClass", Client.class).index().assertIsShared("by class");
			context.getBean("byCreatedWith", Client.class).index().assertIsShared("by createdWith");
			assertThat(context.getBean("byReference", Integer.class)).isEqualTo(1);
			assertThat(context.getBean("byGenericCreatedWith", Integer.class)).isEqualTo(2);
		});
	}

	@Test
	void rawRecipeIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, runner(RawConfig.class));
		assertThat(failure).hasMessageContaining("'client'")
			.hasMessageContaining(RawConfig.class.getName() + ".client()");
		assertThat(failure.getAction()).contains("SharedBean<");
		assertThat(Index.timesMade("raw")).isZero();
	}

	@Test
	void parametersOfRecipeMethodAreResolvedInEachContext() {
		ApplicationContextRunner runner = runner(ParameterConfig.class);
		runner.run((first) -> runner.run((second) -> assertThat(second).hasSingleBean(Client.class)));
		assertThat(ParameterConfig.resolved).hasValue(2);
	}

	@Test
	void providerInsideCreationResolvesOnlyWhereItRuns() {
		ApplicationContextRunner runner = runner(ProviderConfig.class);
		runner.run((first) -> runner.run((second) -> assertThat(second).hasSingleBean(Client.class)));
		assertThat(ProviderConfig.resolved).hasValue(1);
	}

	@Test
	void resourceObtainedThroughProviderInsideCreationOutlivesItsDependent() {
		runner(NestedConfig.class).run((context) -> assertThat(context).hasBean("upper"));
		endJvm();
		assertThat(NestedConfig.destroyed).containsExactly(new Index("upper on lower"), new Index("lower"));
	}

	@Configuration(proxyBeanMethods = false)
	static class FluentConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> Index.make("fluent"))
				.connectedBy(Client::new)
				.destroyedBy(destroyed::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InferredCloseConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("inferred close")).connectedBy(Client::new);
		}

	}

	public static class Pool {

		final AtomicInteger shutdowns = new AtomicInteger();

		public void shutdown() {
			this.shutdowns.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InferredShutdownConfig {

		@SharedSessionBean
		SharedBean<Index, Pool> pool() {
			return SharedBean.createdBy(() -> new Index("inferred shutdown")).connectedBy((index) -> new Pool());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisconnectedByConfig {

		static final List<Client> disconnected = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("disconnected by"))
				.connectedBy(Client::new)
				.disconnectedBy(disconnected::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisconnectThrowsConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("disconnect throws"))
				.connectedBy(Client::new)
				.disconnectedBy((client) -> {
					throw new IllegalStateException("on purpose");
				})
				.destroyedBy(destroyed::add);
		}

	}

	record Handle(String name) implements AutoCloseable {

		static final AtomicInteger closed = new AtomicInteger();

		@Override
		public void close() {
			closed.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameTypeConfig {

		@SharedSessionBean
		SharedBean<Handle, Handle> handle() {
			return SharedBean.createdBy(() -> new Handle("same type"));
		}

	}

	static class ImplementedRecipe implements SharedBean<Index, Client> {

		static final List<String> events = new ArrayList<>();

		@Override
		public Index create() {
			return Index.make("implementation");
		}

		@Override
		public Client connect(Index value) {
			events.add("connect");
			return new Client(value);
		}

		@Override
		public void disconnect(Client bean) {
			events.add("disconnect");
		}

		@Override
		public void destroy(Index value) {
			events.add("destroy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImplementationConfig {

		@SharedSessionBean
		ImplementedRecipe client() {
			return new ImplementedRecipe();
		}

	}

	static class RefinableRecipe implements SharedBean<Index, Client> {

		@Override
		public Index create() {
			return new Index("refined");
		}

		@Override
		public Client connect(Index value) {
			return new Client(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RefinedConfig {

		@SharedSessionBean
		SharedBean<Index, String> text() {
			return new RefinableRecipe().connectedBy((index) -> "<" + index.name() + ">");
		}

	}

	record Place(String id, Path directory) {
	}

	@Configuration(proxyBeanMethods = false)
	static class CreationConfig {

		static final List<Path> directories = new ArrayList<>();

		static final List<Boolean> destroyedWithDirectory = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Place, Place> first() {
			return place();
		}

		@SharedSessionBean
		SharedBean<Place, Place> second() {
			return place();
		}

		private static SharedBean<Place, Place> place() {
			return SharedBean.createdWith(Place.class, (creation) -> {
				directories.add(creation.directory());
				Files.writeString(creation.directory().resolve("file"), "content");
				return new Place(creation.id(), creation.directory());
			}).destroyedBy((value) -> destroyedWithDirectory.add(Files.exists(value.directory().resolve("file"))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CheckpointConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> halfMade() {
			return SharedBean.createdWith(Index.class, (creation) -> {
				creation.checkpoint(new Index("first checkpoint"));
				creation.checkpoint(new Index("second checkpoint"));
				throw new IllegalStateException("the slow part failed");
			}).connectedBy(Client::new).destroyedBy(destroyed::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LogConfig {

		@SharedSessionBean
		SharedBean<Index, Index> logged() {
			return SharedBean.createdWith(Index.class, (creation) -> {
				Files.writeString(creation.log(), "starting\nthe server says why\n");
				throw new IllegalStateException("it did not start");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadyConfig {

		static final List<Long> askedAt = new ArrayList<>();

		static long pauseMillis(int index) {
			return (askedAt.get(index + 1) - askedAt.get(index)) / 1_000_000;
		}

		@SharedSessionBean
		SharedBean<Index, Index> index() {
			return SharedBean.createdBy(() -> Index.make("ready")).readyWhen((index) -> {
				askedAt.add(System.nanoTime());
				if (askedAt.size() == 2) {
					throw new IllegalStateException("not yet");
				}
				return askedAt.size() == 5;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeverReadyConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Index> index() {
			return SharedBean.createdBy(() -> new Index("never ready")).readyWhen((index) -> {
				throw new IllegalStateException("connection refused");
			}, Duration.ofMillis(50)).destroyedBy(destroyed::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectThrowsConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client(ApplicationContext context) {
			return SharedBean.createdBy(() -> Index.make("connect throws")).connectedBy((index) -> {
				if (Boolean.parseBoolean(context.getEnvironment().getProperty("refuse"))) {
					throw new IllegalStateException("refused on purpose");
				}
				return new Client(index);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullConnectionConfig {

		@SharedSessionBean
		@SuppressWarnings("NullAway")
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("null connection")).connectedBy((index) -> null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullRecipeConfig {

		@SharedSessionBean
		@SuppressWarnings("NullAway")
		SharedBean<Index, Client> client() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownValueTypeConfig {

		@SharedSessionBean
		SharedBean<?, Client> client() {
			return SharedBean.createdBy(() -> Index.make("unknown value type")).connectedBy(Client::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ToldValueTypeConfig {

		@SharedSessionBean
		SharedBean<?, ? extends Client> byClass() {
			return SharedBean.createdBy(() -> Index.make("by class")).connectedBy(Client::new).valueType(Index.class);
		}

		@SharedSessionBean
		SharedBean<?, Client> byCreatedWith() {
			return SharedBean.createdWith(Index.class, (creation) -> Index.make("by createdWith"))
				.connectedBy(Client::new);
		}

		@SharedSessionBean
		SharedBean<?, Integer> byReference() {
			return SharedBean.createdBy(() -> Map.of("a", new Index("by reference")))
				.connectedBy((map) -> map.values().stream().map(Index::name).toList().size())
				.valueType(new ParameterizedTypeReference<Map<String, Index>>() {
				});
		}

		@SharedSessionBean
		SharedBean<?, Integer> byGenericCreatedWith() {
			return SharedBean.createdWith(new ParameterizedTypeReference<List<Index>>() {
			}, (creation) -> List.of(new Index("one"), new Index("two")))
				.connectedBy((list) -> list.stream().map(Index::name).toList().size());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RawConfig {

		@SharedSessionBean
		@SuppressWarnings("rawtypes")
		SharedBean client() {
			return SharedBean.createdBy(() -> Index.make("raw")).connectedBy(Client::new);
		}

	}

	static class Expensive {

	}

	@Configuration(proxyBeanMethods = false)
	static class ParameterConfig {

		static final AtomicInteger resolved = new AtomicInteger();

		@Bean
		@Lazy
		Expensive expensive() {
			resolved.incrementAndGet();
			return new Expensive();
		}

		@SharedSessionBean
		SharedBean<Index, Client> client(Expensive expensive) {
			assertThat(expensive).isNotNull();
			return SharedBean.createdBy(() -> new Index("parameter")).connectedBy(Client::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProviderConfig {

		static final AtomicInteger resolved = new AtomicInteger();

		@Bean
		@Lazy
		Expensive expensive() {
			resolved.incrementAndGet();
			return new Expensive();
		}

		@SharedSessionBean
		SharedBean<Index, Client> client(ObjectProvider<Expensive> expensive) {
			return SharedBean.createdBy(() -> {
				expensive.getObject();
				return new Index("provider");
			}).connectedBy(Client::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NestedConfig {

		static final List<Index> destroyed = new ArrayList<>();

		@SharedSessionBean
		@Lazy
		SharedBean<Index, Client> lower() {
			return SharedBean.createdBy(() -> new Index("lower")).connectedBy(Client::new).destroyedBy(destroyed::add);
		}

		@SharedSessionBean
		SharedBean<Index, Index> upper(ObjectProvider<Client> lower) {
			return SharedBean.createdBy(() -> new Index("upper on " + lower.getObject().index().name()))
				.destroyedBy(destroyed::add);
		}

	}

}
