package io.github.sharedsession.bean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.host.LedgerServer;
import io.github.sharedsession.host.LedgerServer.Address;
import io.github.sharedsession.host.LedgerServer.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Recipes whose server lives in the session host.
 */
class HostedBeanTests {

	private static final long PID = ProcessHandle.current().pid();

	/** Not deleted: the host outlives this JVM. */
	@SuppressWarnings("NullAway.Init")
	private static Path ledger;

	@BeforeAll
	static void makeLedger(@TempDir(cleanup = CleanupMode.NEVER) Path directory) {
		ledger = directory.resolve("ledger");
	}

	@Test
	void serverRunsInAnotherJvmAndItsValueIsTheBeanOfAllContexts() {
		runner(PlainConfig.class).run((first) -> runner(PlainConfig.class).run((second) -> {
			Address address = first.getBean(Address.class);
			assertThat(address.pid()).isNotEqualTo(PID);
			assertThat(second.getBean(Address.class)).isEqualTo(address);
			assertThat(lines("plain")).containsExactly("starting plain " + address.generation() + " " + address.pid(),
					"started plain " + address.generation() + " " + address.pid());
		}));
	}

	@Test
	void recipeGoesOnWithConnectionsAndProperties() {
		runner(ConnectedConfig.class).run((context) -> {
			String generation = context.getBean(Client.class).index().name();
			assertThat(lines("connected")).anyMatch((line) -> line.startsWith("started connected " + generation));
			assertThat(context.getEnvironment().getProperty("server.generation")).isEqualTo(generation);
		});
	}

	@Test
	void valueTypeIsToldByTheServer() {
		runner(ObjectConfig.class).run((context) -> assertThat(context.getBean("address")).isInstanceOf(Address.class));
	}

	@Test
	void orderOfMapInSettingsMakesNoDifference() {
		runner(FirstMapConfig.class)
			.run((first) -> runner(FirstMapConfig.class).withPropertyValues("reverse=true").run((second) -> {
				String generation = first.getBean(MapServer.Value.class).generation();
				assertThat(second.getBean(MapServer.Value.class).generation()).isEqualTo(generation);
			}));
	}

	@Test
	void otherSettingsMakeAnotherServer() {
		runner(PropertyConfig.class).withPropertyValues("name=one")
			.run((first) -> runner(PropertyConfig.class).withPropertyValues("name=two")
				.run((second) -> assertThat(second.getBean(Address.class)).isNotEqualTo(first.getBean(Address.class))));
	}

	@Test
	void forkHeldBeanIsMadeWithHostedOne() {
		runner(DependentConfig.class).run((context) -> assertThat(context.getBean(Index.class).name())
			.isEqualTo("on " + context.getBean(Address.class).generation()));
	}

	@Test
	void startThatThrowsInTheHostFailsTheContext() {
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner(ThrowingConfig.class));
		assertThat(failure).hasMessageContainingAll("'address'", ThrowingConfig.class.getName(), "no luck",
				"no such port", "session host, pid ");
	}

	@Test
	void probeIsAskedInThisJvm() {
		runner(ReadyConfig.class).run((context) -> assertThat(context).hasSingleBean(Address.class));
		assertThat(ReadyConfig.asked).hasValue(3);
	}

	@Test
	void probeThatStaysNegativeFailsTheContext() {
		SharedBeanConnectException failure = failure(SharedBeanConnectException.class, runner(NeverReadyConfig.class));
		assertThat(failure).hasMessageContainingAll("'address'", "was not ready within 0.05 s");
	}

	@Test
	void serverRunsInTheContextsOwnJvmWhenSharingIsSwitchedOff() throws IOException {
		runner(DisabledConfig.class).withPropertyValues("shared-session.enabled=false").run((context) -> {
			assertThat(context.getBean(Address.class).pid()).isEqualTo(PID);
			assertThat(lines("disabled")).hasSize(2);
		});
		assertThat(lines("disabled")).extracting((line) -> line.split(" ", -1)[0])
			.containsExactly("starting", "started", "closing", "closed");
	}

	@Test
	void withoutHostTheServerIsClosedInTheJvmThatStartedIt() throws Exception {
		SharedBean<ClosableServer.Closable, ClosableServer.Closable> recipe = forkHeld("closable",
				ClosableServer.class);
		ClosableServer.Closable value = recipe.create(new NoCreation<>());
		ClosableServer.Closable readBack = new ClosableServer.Closable();
		readBack.setName(value.getName());
		recipe.destroy(readBack);
		assertThat(ClosableServer.events).containsExactly("start", "close");
		recipe.destroy(readBack);
		assertThat(ClosableServer.events).containsExactly("start", "close", "recover");
	}

	private static <V> SharedBean<V, V> forkHeld(String method, Class<? extends HostedServer<String, V>> type)
			throws NoSuchMethodException {
		return ForkHeldServers.adapt(
				SharedBeanMethod.of(method, ClosableConfig.class.getDeclaredMethod(method), ClosableConfig.class),
				SharedBean.<String, V, V>hosted(type, ""));
	}

	@Test
	void settingsThatDoNotSurviveJsonAreRefused() {
		SharedValueNotSerializableException failure = failure(SharedValueNotSerializableException.class,
				runner(LossyConfig.class));
		assertThat(failure).hasMessageContainingAll("settings of the shared bean 'address'", "Lossy");
	}

	@Test
	void serverThatTheHostCanNotMakeIsRefused() {
		for (Class<?> config : List.of(HiddenConfig.class, ConstructorConfig.class)) {
			SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, runner(config));
			assertThat(failure).hasMessageContainingAll("'address'", "public no-argument constructor");
		}
	}

	@Test
	void serverThatLeavesItsTypesOpenIsRefused() {
		SharedBeanDefinitionException failure = failure(SharedBeanDefinitionException.class, runner(OpenConfig.class));
		assertThat(failure).hasMessageContainingAll("'address'", OpenServer.class.getName(), "no type");
	}

	@Test
	void callbacksThatTheHostDoesNotHaveAreRefused() {
		SharedBean<Address, Address> recipe = SharedBean.hosted(LedgerServer.class, settings("refused"));
		assertThatExceptionOfType(SharedBeanDefinitionException.class).isThrownBy(() -> recipe.destroyedBy((value) -> {
		})).withMessageContainingAll(LedgerServer.class.getName(), "close()");
		assertThatExceptionOfType(SharedBeanDefinitionException.class)
			.isThrownBy(() -> recipe.codec(new SharedValueCodec<>() {

				@Override
				public byte[] serialize(Address value) {
					return new byte[0];
				}

				@Override
				public Address deserialize(byte[] content) {
					return new Address("", 0);
				}

			}))
			.withMessageContainingAll(LedgerServer.class.getName(), "JSON");
	}

	private static Settings settings(String name, String... behaviour) {
		return new Settings(name, ledger, Set.of(behaviour));
	}

	private static List<String> lines(String name) throws IOException {
		return Files.readAllLines(ledger).stream().filter((line) -> line.split(" ", -1)[1].equals(name)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		@SharedSessionBean
		static SharedBean<Address, Address> address() {
			return SharedBean.hosted(LedgerServer.class, settings("plain"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectedConfig {

		@SharedSessionBean
		static SharedBean<Address, Client> client() {
			return SharedBean.<Settings, Address, Address>hosted(LedgerServer.class, settings("connected"))
				.connectedBy((address) -> new Client(new Index(address.generation())))
				.property("server.generation", Address::generation);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ObjectConfig {

		@SharedSessionBean
		SharedBean<?, Record> address() {
			return SharedBean.hosted(LedgerServer.class, settings("object"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstMapConfig {

		@SharedSessionBean
		static SharedBean<MapServer.Value, MapServer.Value> value(Environment environment) {
			Map<String, String> settings = new LinkedHashMap<>();
			List<String> names = environment.containsProperty("reverse") ? List.of("b", "a") : List.of("a", "b");
			names.forEach((name) -> settings.put(name, name));
			return SharedBean.hosted(MapServer.class, settings);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		@SharedSessionBean
		SharedBean<Address, Address> address(Environment environment) {
			return SharedBean.hosted(LedgerServer.class, settings(environment.getRequiredProperty("name")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DependentConfig {

		@SharedSessionBean
		SharedBean<Address, Address> address() {
			return SharedBean.hosted(LedgerServer.class, settings("dependency"));
		}

		@SharedSessionBean
		Index index(Address address) {
			return new Index("on " + address.generation());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingConfig {

		@SharedSessionBean
		SharedBean<Address, Address> address() {
			return SharedBean.hosted(LedgerServer.class, settings("throwing", "throw"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadyConfig {

		private static final AtomicInteger asked = new AtomicInteger();

		@SharedSessionBean
		SharedBean<Address, Address> address() {
			return SharedBean.<Settings, Address, Address>hosted(LedgerServer.class, settings("ready"))
				.readyWhen((address) -> asked.incrementAndGet() == 3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeverReadyConfig {

		@SharedSessionBean
		SharedBean<Address, Address> address() {
			return SharedBean.<Settings, Address, Address>hosted(LedgerServer.class, settings("never-ready"))
				.readyWhen((address) -> false, Duration.ofMillis(50));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisabledConfig {

		@SharedSessionBean
		SharedBean<Address, Address> address() {
			return SharedBean.hosted(LedgerServer.class, settings("disabled"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClosableConfig {

		@SharedSessionBean
		SharedBean<ClosableServer.Closable, ClosableServer.Closable> closable() {
			return SharedBean.hosted(ClosableServer.class, "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LossyConfig {

		@SharedSessionBean
		SharedBean<String, String> address() {
			return SharedBean.hosted(LossyServer.class, new Lossy("", ""));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenConfig {

		@SharedSessionBean
		SharedBean<String, String> address() {
			return SharedBean.hosted(HiddenServer.class, "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConstructorConfig {

		@SharedSessionBean
		SharedBean<String, String> address() {
			return SharedBean.hosted(ConstructorServer.class, "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenConfig {

		@SharedSessionBean
		@SuppressWarnings({ "unchecked", "rawtypes" })
		SharedBean<String, String> address() {
			return SharedBean.hosted((Class<HostedServer<String, String>>) (Class) OpenServer.class, "");
		}

	}

	/** Has a value of its own type, and settings without one. */
	public static class MapServer implements HostedServer<Map<String, String>, MapServer.Value> {

		@Override
		public Value start(Map<String, String> settings, Creation<Value> creation) {
			return new Value(creation.id());
		}

		@Override
		public void close() {
		}

		/**
		 * A value.
		 *
		 * @param generation which one
		 */
		public record Value(String generation) {
		}

	}

	/** Has a value that is equal to nothing but itself. */
	public static class ClosableServer implements HostedServer<String, ClosableServer.Closable> {

		private static final List<String> events = new ArrayList<>();

		@Override
		public Closable start(String settings, Creation<Closable> creation) {
			events.add("start");
			return new Closable();
		}

		@Override
		public void close() {
			events.add("close");
		}

		@Override
		public void recover(String settings, @Nullable Closable value) {
			events.add("recover");
		}

		/** A value without {@code equals}. */
		public static class Closable {

			private String name = "closable";

			public String getName() {
				return this.name;
			}

			public void setName(String name) {
				this.name = name;
			}

		}

	}

	private static final class NoCreation<V> implements Creation<V> {

		@Override
		public String id() {
			return "id";
		}

		@Override
		public Path directory() {
			throw new AssertionError();
		}

		@Override
		public void checkpoint(V value) {
			throw new AssertionError();
		}

		@Override
		public Path log() {
			throw new AssertionError();
		}

	}

	/** Settings that can be written but not read. */
	public static class Lossy {

		private final String name;

		/**
		 * Take the name.
		 * @param first a part of it
		 * @param second the other part
		 */
		public Lossy(String first, String second) {
			this.name = first + second;
		}

		public String getName() {
			return this.name;
		}

	}

	/** Is asked to start with settings that can not be read. */
	public static class LossyServer extends TextServer<Lossy> {

	}

	static class HiddenServer extends TextServer<String> {

	}

	/** Has no constructor that a host could call. */
	public static class ConstructorServer extends TextServer<String> {

		/**
		 * Take something.
		 * @param something anything
		 */
		public ConstructorServer(String something) {
		}

	}

	/**
	 * Leaves its settings open.
	 *
	 * @param <S> the settings
	 */
	public static class OpenServer<S> extends TextServer<S> {

	}

	abstract static class TextServer<S> implements HostedServer<S, String> {

		@Override
		public String start(S settings, Creation<String> creation) {
			throw new AssertionError();
		}

		@Override
		public void close() {
		}

		@Override
		public void recover(S settings, @Nullable String value) {
		}

	}

}
