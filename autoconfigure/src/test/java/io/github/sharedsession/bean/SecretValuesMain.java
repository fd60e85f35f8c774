package io.github.sharedsession.bean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.TestSession;
import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.core.session.JvmEnd;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;

/**
 * A fork whose shared beans all have values that can't be written or read back, each with
 * a secret in it: prints all that comes of it.
 */
final class SecretValuesMain {

	static final String SECRET = "s3cr3t-";

	private SecretValuesMain() {
	}

	static MemberProcess start(String build) {
		return MemberProcess.start(SecretValuesMain.class, List.of(build));
	}

	/**
	 * Run the fork.
	 * @param args the directory of the build
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("basedir", args[0]);
		System.setProperty("shared-session.directory", args[0] + "/target/root");
		System.setProperty("shared-session.linger", "0s");
		System.out.println("ready");
		for (int context = 1; context <= 2; context++) {
			runner(Config.class).run((started) -> {
				for (String name : started.getBeanNamesForAnnotation(SharedSessionBean.class)) {
					attempt(name, () -> started.getBean(name));
				}
				TestSession session = JvmSession.get().tools();
				attempt("list", () -> session.list("secrets", GetterThrows.class).add(new GetterThrows()));
			});
		}
		System.out.println("waiting");
		new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
		JvmEnd.run();
		System.out.println("ended");
	}

	private static void attempt(String name, Runnable action) {
		try {
			action.run();
			System.out.println("got " + name);
		}
		catch (Throwable ex) {
			System.out.println("refused " + name);
			ex.printStackTrace();
		}
	}

	/** Can be made once, or a few times. */
	private static void explode(Map<String, AtomicInteger> made, String text, int times) {
		if (made.computeIfAbsent(text, (key) -> new AtomicInteger()).incrementAndGet() > times) {
			IllegalArgumentException problem = new IllegalArgumentException("Unexpected " + text,
					new IllegalStateException("Because of " + text));
			problem.addSuppressed(new IllegalStateException("Besides " + text));
			throw problem;
		}
	}

	public record Thrower(String text) {

		private static final Map<String, AtomicInteger> MADE = new TreeMap<>();

		public Thrower {
			explode(MADE, text, 1);
		}

	}

	/** Can be read back once. */
	public record Fuse(String text) {

		private static final Map<String, AtomicInteger> MADE = new TreeMap<>();

		public Fuse {
			explode(MADE, text, 2);
		}

	}

	record Nested(List<Map<String, Thrower>> throwers) {
	}

	/** Its getters write what its creator does not take. */
	static class Mismatch<T> {

		private final String text;

		Mismatch(String text) {
			this.text = text;
		}

		public String getText() {
			return this.text;
		}

	}

	static class NumberExpected extends Mismatch<Integer> {

		NumberExpected(String text) {
			super(text);
		}

		@JsonCreator
		static NumberExpected of(int text) {
			return new NumberExpected(String.valueOf(text));
		}

	}

	enum Color {

		RED

	}

	static class EnumExpected extends Mismatch<Color> {

		EnumExpected(String text) {
			super(text);
		}

		@JsonCreator
		static EnumExpected of(Map<String, Color> text) {
			return new EnumExpected(text.toString());
		}

	}

	static class NothingReads {

		private String hidden = "";

		static NothingReads of(String text) {
			NothingReads value = new NothingReads();
			value.hidden = text;
			return value;
		}

		public String getText() {
			return this.hidden;
		}

	}

	static class CreatorThrowsError {

		private final String text;

		CreatorThrowsError(String text) {
			this.text = text;
		}

		@JsonValue
		public String getText() {
			return this.text;
		}

		@JsonCreator
		static CreatorThrowsError of(String text) {
			if (text.startsWith(SECRET)) {
				throw new AssertionError("No " + text);
			}
			return new CreatorThrowsError(text);
		}

	}

	static class GetterThrows {

		public String getText() {
			throw new IllegalStateException("No " + SECRET + "getter");
		}

	}

	static class AnySetter {

		private final Map<String, Thrower> throwers = new LinkedHashMap<>();

		@JsonAnyGetter
		public Map<String, Thrower> throwers() {
			return this.throwers;
		}

		@JsonAnySetter
		public void put(String name, Thrower thrower) {
			this.throwers.put(name, thrower);
		}

	}

	record Key(String text) {

		private static final Map<String, AtomicInteger> MADE = new TreeMap<>();

		Key {
			explode(MADE, text, 1);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	static class Circle {

		public String text = SECRET + "circle";

		public Circle self = this;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "text", include = JsonTypeInfo.As.EXISTING_PROPERTY)
	@JsonSubTypes(@JsonSubTypes.Type(value = Subtype.class, name = "known"))
	interface Supertype {

		String text();

	}

	record Subtype(String text) implements Supertype {
	}

	sealed interface Shape permits Box {

	}

	record Box(Thrower thrower) implements Shape {
	}

	@JsonSerialize(using = CustomSerializer.class)
	@JsonDeserialize(using = CustomDeserializer.class)
	record Custom(String text, boolean readable) {
	}

	static class CustomSerializer extends StdSerializer<Custom> {

		CustomSerializer() {
			super(Custom.class);
		}

		@Override
		public void serialize(Custom value, JsonGenerator generator, SerializationContext context) {
			if (!value.readable()) {
				throw new IllegalStateException("Can't write " + value.text());
			}
			generator.writeString(value.text());
		}

	}

	static class CustomDeserializer extends StdDeserializer<Custom> {

		CustomDeserializer() {
			super(Custom.class);
		}

		@Override
		public Custom deserialize(JsonParser parser, DeserializationContext context) {
			String text = parser.getString();
			if (text.endsWith("definition")) {
				return context.reportBadDefinition(Custom.class, "Bad " + text);
			}
			if (text.endsWith("unrecognized")) {
				context.handleUnknownProperty(parser, this, Custom.class, text);
			}
			if (text.endsWith("input")) {
				return context.reportInputMismatch(Custom.class, "Bad %s", text);
			}
			throw new IllegalStateException("Bad " + text);
		}

	}

	private static final class Codec implements SharedValueCodec<String> {

		@Override
		public byte[] serialize(String value) {
			return value.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String deserialize(byte[] content) {
			throw new AssertionError("No " + new String(content, StandardCharsets.UTF_8));
		}

	}

	public static final class Server implements HostedServer<HostedThrower, Thrower> {

		@Override
		public Thrower start(HostedThrower settings, Creation<Thrower> creation) {
			return new Thrower(SECRET + "address");
		}

		@Override
		public void close() {
		}

	}

	/** Its settings are read in vain. */
	public static final class ServerOfThrower implements HostedServer<HostedThrower, String> {

		@Override
		public String start(HostedThrower settings, Creation<String> creation) {
			return SECRET + "never";
		}

		@Override
		public void close() {
		}

	}

	public record HostedThrower(String text) {

		public HostedThrower {
			if (System.getProperty("basedir") == null && !text.contains("address")) {
				throw new IllegalArgumentException("Unexpected " + text);
			}
		}

	}

	@Lazy
	@Configuration(proxyBeanMethods = false)
	static class Config {

		@SharedSessionBean
		Thrower constructor() {
			return new Thrower(SECRET + "constructor");
		}

		@SharedSessionBean
		Nested nested() {
			return new Nested(List.of(Map.of(SECRET + "key", new Thrower(SECRET + "nested"))));
		}

		@SharedSessionBean
		Map<Key, String> mapKey() {
			return Map.of(new Key(SECRET + "mapKey"), SECRET + "of map");
		}

		@SharedSessionBean
		@SuppressWarnings("unchecked")
		Map<Color, Integer> rawKey() {
			Map<?, ?> raw = Map.of(SECRET + "rawKey", SECRET + "of raw map");
			return (Map<Color, Integer>) raw;
		}

		@SharedSessionBean
		NumberExpected number() {
			return new NumberExpected(SECRET + "number");
		}

		@SharedSessionBean
		EnumExpected enumeration() {
			return new EnumExpected(SECRET + "enumeration");
		}

		@SharedSessionBean
		NothingReads unknown() {
			return NothingReads.of(SECRET + "unknown");
		}

		@SharedSessionBean
		CreatorThrowsError error() {
			return new CreatorThrowsError(SECRET + "error");
		}

		@SharedSessionBean
		GetterThrows getter() {
			return new GetterThrows();
		}

		@SharedSessionBean
		AnySetter anySetter() {
			AnySetter value = new AnySetter();
			value.put(SECRET + "any", new Thrower(SECRET + "anySetter"));
			return value;
		}

		@SharedSessionBean
		Circle circle() {
			return new Circle();
		}

		@SharedSessionBean
		Supertype subtype() {
			return new Subtype(SECRET + "subtype");
		}

		@SharedSessionBean
		Shape sealed() {
			return new Box(new Thrower(SECRET + "sealed"));
		}

		@SharedSessionBean
		Custom serializer() {
			return new Custom(SECRET + "serializer", false);
		}

		@SharedSessionBean
		Custom deserializer() {
			return new Custom(SECRET + "deserializer", true);
		}

		@SharedSessionBean
		List<Custom> definition() {
			return List.of(new Custom(SECRET + "definition", true));
		}

		@SharedSessionBean
		Map<String, Custom> unrecognized() {
			return Map.of(SECRET + "name", new Custom(SECRET + "unrecognized", true));
		}

		@SharedSessionBean
		Custom input() {
			return new Custom(SECRET + "input", true);
		}

		@SharedSessionBean
		SharedBean<String, String> codec() {
			return SharedBean.createdBy(() -> SECRET + "codec").codec(new Codec());
		}

		@SharedSessionBean
		SharedBean<Thrower, String> checkpoint() {
			return SharedBean.createdWith(Thrower.class, (creation) -> {
				Thrower thrower = new Thrower(SECRET + "checkpoint");
				creation.checkpoint(thrower);
				return thrower;
			}).connectedBy(Thrower::text);
		}

		/** Is refused to the context, and at the end to what destroys it. */
		@SharedSessionBean
		SharedBean<Fuse, String> fuse() {
			return SharedBean.createdBy(() -> new Fuse(SECRET + "fuse"))
				.connectedBy((value) -> "")
				.destroyedBy((value) -> {
				});
		}

		@SharedSessionBean
		SharedBean<Thrower, Thrower> address() {
			return SharedBean.hosted(Server.class, new HostedThrower(SECRET + "for address"));
		}

		@SharedSessionBean
		SharedBean<String, String> settings() {
			return SharedBean.hosted(ServerOfThrower.class, new HostedThrower(SECRET + "hosted"));
		}

	}

}
