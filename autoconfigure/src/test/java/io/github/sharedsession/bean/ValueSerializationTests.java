package io.github.sharedsession.bean;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedLiveObjectException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.SharedValueNotSerializableException;
import org.junit.jupiter.api.Test;
import org.testcontainers.lifecycle.Startable;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static io.github.sharedsession.bean.SharedBeanTestSupport.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that do not survive the way to another JVM. What is said of them holds no part
 * of the value.
 */
class ValueSerializationTests {

	private static final String SECRET = "s3cr3t-marker";

	@Test
	void propertyThatIsLostIsNamed() {
		SharedValueNotSerializableException failure = notSerializable(LostPropertyConfig.class, "lost", Lossy.class);
		assertThat(failure).hasMessageContaining("'password'");
	}

	@Test
	void propertyThatIsLostInNestedValueIsNamedByItsPath() {
		SharedValueNotSerializableException failure = notSerializable(NestedLossConfig.class, "nested", Outer.class);
		assertThat(failure).hasMessageContaining("'inner.password'");
	}

	@Test
	void keyOfMapWithLostPropertyIsNotPrinted() {
		assertThat(notSerializable(LossInMapConfig.class, "inMap", Directory.class))
			.hasMessageContaining("'entries.*.password'");
	}

	@Test
	void keyOfMapThatIsTheValueIsNotPrinted() {
		assertThat(notSerializable(LossInPlainMapConfig.class, "plainMap", Map.class))
			.hasMessageContaining("'*.password'");
	}

	@Test
	void keyOfMapWithUnreadableValueIsNotPrinted() {
		SharedValueNotSerializableException failure = notSerializable(UnreadableInMapConfig.class, "unreadableInMap",
				Unreadables.class);
		assertThat(failure).hasMessageContaining("entries");
	}

	@Test
	void valueWithoutAccessorIsRefused() {
		notSerializable(NoAccessorConfig.class, "opaque", Opaque.class);
	}

	@Test
	void valueThatCanNotBeReadBackIsRefused() {
		notSerializable(UnreadableConfig.class, "unreadable", Unreadable.class);
	}

	@Test
	void valueWhoseConstructorThrowsWhenReadBackIsRefused() {
		notSerializable(ThrowingConfig.class, "throwing", Throwing.class);
	}

	@Test
	void valueWhoseGetterThrowsIsRefused() {
		notSerializable(ThrowingGetterConfig.class, "throwingGetter", ThrowingGetter.class);
	}

	@Test
	void failureIsGivenToLaterContextsWithoutTryingAgain() {
		ApplicationContextRunner runner = runner(OnceConfig.class);
		failure(SharedValueNotSerializableException.class, runner);
		SharedValueNotSerializableException second = failure(SharedValueNotSerializableException.class, runner);
		assertThat(second).hasMessageContaining("'once'").hasMessageContaining("'password'");
		assertThat(text(second)).doesNotContain(SECRET);
		assertThat(OnceConfig.made).hasSize(1);
	}

	@Test
	void whatCanNotBeHandedOnIsDestroyed() {
		failure(SharedValueNotSerializableException.class, runner(UndoneConfig.class));
		assertThat(UndoneConfig.destroyed).hasSize(1);
	}

	@Test
	void liveObjectIsRefusedByItsDeclaredTypeBeforeTheMethodRuns() {
		SharedLiveObjectException failure = failure(SharedLiveObjectException.class, runner(LiveConfig.class));
		assertThat(failure).hasMessageContaining("'client'")
			.hasMessageContaining(LiveConfig.class.getName() + ".client()")
			.hasMessageContaining(Client.class.getName());
		assertThat(failure.getAction()).contains("SharedBean.createdBy(").contains(".connectedBy(");
		assertThat(Index.timesMade("live")).isZero();
	}

	@Test
	void dataSourceIsRefused() {
		assertThat(failure(SharedLiveObjectException.class, runner(DataSourceConfig.class)))
			.hasMessageContaining(DataSource.class.getName());
	}

	@Test
	void liveObjectIsRefusedByItsRuntimeType() {
		SharedLiveObjectException failure = failure(SharedLiveObjectException.class, runner(LiveAtRuntimeConfig.class));
		assertThat(failure).hasMessageContaining("'supplier'").hasMessageContaining(LiveSupplier.class.getName());
		assertThat(failure.getAction()).contains(".connectedBy(");
		assertThat(text(failure)).doesNotContain(SECRET);
	}

	@Test
	void containerIsRefusedWithAdviceOfItsOwn() {
		SharedLiveObjectException failure = failure(SharedLiveObjectException.class, runner(ContainerConfig.class));
		assertThat(failure.getAction()).contains("container").contains("HostedServer<");
	}

	@Test
	void codecOfRecipeIsUsed() {
		ApplicationContextRunner runner = runner(RecipeCodecConfig.class);
		runner.run((first) -> runner
			.run((second) -> assertThat(second.getBean(Opaque.class).text).isEqualTo(SECRET + " written read")));
	}

	@Test
	void codecBeanIsUsed() {
		ApplicationContextRunner runner = runner(CodecBeanConfig.class);
		runner.run((first) -> runner
			.run((second) -> assertThat(second.getBean(Opaque.class).text).isEqualTo(SECRET + " written read")));
	}

	@Test
	void codecThatThrowsIsNamedWithoutItsMessage() {
		SharedValueNotSerializableException failure = notSerializable(BrokenCodecConfig.class, "broken",
				BrokenCodec.class);
		assertThat(failure).hasMessageContaining("IllegalStateException");
		assertThat(failure.getAction()).contains("codec");
	}

	private static SharedValueNotSerializableException notSerializable(Class<?> config, String beanName,
			Class<?> type) {
		SharedValueNotSerializableException failure = failure(SharedValueNotSerializableException.class,
				runner(config));
		assertThat(failure).hasMessageContaining("'" + beanName + "'")
			.hasMessageContaining(config.getName() + "." + beanName + "()")
			.hasMessageContaining(type.getName());
		// Again with what is around it, and as it was recorded
		assertThat(text(failure)).doesNotContain(SECRET);
		assertThat(text(failure(Throwable.class, runner(config)))).doesNotContain(SECRET);
		return failure;
	}

	/** The password is written, and nothing reads it. */
	public static class Lossy {

		private String hidden = "";

		static Lossy of(String text) {
			Lossy lossy = new Lossy();
			lossy.hidden = text;
			return lossy;
		}

		public String getPassword() {
			return this.hidden;
		}

	}

	record Outer(Lossy inner) {
	}

	record Directory(Map<String, Lossy> entries) {
	}

	static class Opaque {

		private final String text;

		Opaque(String text) {
			this.text = text;
		}

	}

	public static final class Unreadable {

		private final String text;

		private Unreadable(String text, int length) {
			this.text = text.substring(0, length);
		}

		static Unreadable of(String text) {
			return new Unreadable(text, text.length());
		}

		public String getText() {
			return this.text;
		}

	}

	record Unreadables(Map<String, Unreadable> entries) {
	}

	record Throwing(String text) {

		private static final AtomicBoolean made = new AtomicBoolean();

		Throwing {
			if (made.getAndSet(true)) {
				throw new IllegalArgumentException("Unexpected " + text);
			}
		}

	}

	public static class ThrowingGetter {

		private final String text = SECRET;

		public String getText() {
			throw new IllegalStateException("Unexpected " + this.text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LostPropertyConfig {

		@SharedSessionBean
		Lossy lost() {
			return Lossy.of(SECRET);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NestedLossConfig {

		@SharedSessionBean
		Outer nested() {
			return new Outer(Lossy.of(SECRET));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LossInMapConfig {

		@SharedSessionBean
		Directory inMap() {
			return new Directory(Map.of(SECRET, Lossy.of(SECRET)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LossInPlainMapConfig {

		@SharedSessionBean
		Map<String, Lossy> plainMap() {
			return Map.of(SECRET, Lossy.of(SECRET));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnreadableInMapConfig {

		@SharedSessionBean
		Unreadables unreadableInMap() {
			return new Unreadables(new HashMap<>(Map.of(SECRET, Unreadable.of(SECRET))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoAccessorConfig {

		@SharedSessionBean
		Opaque opaque() {
			return new Opaque(SECRET);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnreadableConfig {

		@SharedSessionBean
		Unreadable unreadable() {
			return Unreadable.of(SECRET);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingConfig {

		@SharedSessionBean
		Throwing throwing() {
			return new Throwing(SECRET);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingGetterConfig {

		@SharedSessionBean
		ThrowingGetter throwingGetter() {
			return new ThrowingGetter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnceConfig {

		static final List<Lossy> made = new ArrayList<>();

		@SharedSessionBean
		Lossy once() {
			Lossy lossy = Lossy.of(SECRET);
			made.add(lossy);
			return lossy;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UndoneConfig {

		static final List<Lossy> destroyed = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Lossy, String> undone() {
			return SharedBean.createdBy(() -> Lossy.of(SECRET))
				.connectedBy(Lossy::getPassword)
				.destroyedBy(destroyed::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LiveConfig {

		@SharedSessionBean
		Client client() {
			return new Client(Index.make("live"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DataSourceConfig {

		@SharedSessionBean
		DataSource dataSource() {
			throw new IllegalStateException("never called");
		}

	}

	static final class LiveSupplier implements Supplier<String>, AutoCloseable {

		@Override
		public String get() {
			return SECRET;
		}

		@Override
		public void close() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LiveAtRuntimeConfig {

		@SharedSessionBean
		Supplier<String> supplier() {
			return new LiveSupplier();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerConfig {

		@SharedSessionBean
		Object container() {
			return new Startable() {
			};
		}

	}

	static class AppendingCodec implements SharedValueCodec<Opaque> {

		@Override
		public byte[] serialize(Opaque value) {
			return (value.text + " written").getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Opaque deserialize(byte[] content) {
			return new Opaque(new String(content, StandardCharsets.UTF_8) + " read");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeCodecConfig {

		@SharedSessionBean
		SharedBean<Opaque, Opaque> opaque() {
			return SharedBean.createdBy(() -> new Opaque(SECRET)).codec(new AppendingCodec());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CodecBeanConfig {

		@SharedSessionBean
		Opaque opaque() {
			return new Opaque(SECRET);
		}

		@Bean
		AppendingCodec codec() {
			return new AppendingCodec();
		}

	}

	static class BrokenCodec extends AppendingCodec {

		@Override
		public Opaque deserialize(byte[] content) {
			throw new IllegalStateException("Unexpected " + new String(content, StandardCharsets.UTF_8));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenCodecConfig {

		@SharedSessionBean
		SharedBean<Opaque, Opaque> broken() {
			return SharedBean.createdBy(() -> new Opaque(SECRET)).codec(new BrokenCodec());
		}

	}

}
