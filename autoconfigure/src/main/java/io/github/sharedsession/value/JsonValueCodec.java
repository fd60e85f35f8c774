package io.github.sharedsession.value;

import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.core.record.ValueText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.core.ResolvableType;

/**
 * Values written and read as JSON, by a mapper of our own: that of the application has
 * other purposes and settings. It knows no modules, so that what is written is the same
 * in all forks of a build, whatever each has on its class path. The declared type is used
 * both ways; a type named in the content is never looked at.
 *
 * @param <V> the shared value
 */
public final class JsonValueCodec<V> implements ValueCodec<V> {

	private final Supplier<String> description;

	private final Type type;

	private volatile boolean declarationChecked;

	/**
	 * Create a codec.
	 * @param description names the bean in messages
	 * @param type the declared type of the value
	 */
	public JsonValueCodec(Supplier<String> description, Type type) {
		this.description = description;
		this.type = type;
	}

	/**
	 * Resolve a type argument of an interface.
	 * @param type a class that implements the interface
	 * @param contract the interface
	 * @param index which of its type parameters
	 * @return the type, generics included, or {@code null} when the class leaves it open
	 */
	public static @Nullable Type typeArgument(Class<?> type, Class<?> contract, int index) {
		ResolvableType argument = ResolvableType.forClass(type).as(contract).getGeneric(index);
		return (argument.resolve() == null || argument.hasUnresolvableGenerics()) ? null
				: Mapper.INSTANCE.constructType(type).findTypeParameters(contract)[index];
	}

	/**
	 * Do for the first time what takes long then.
	 */
	static void warmUp(Collection<Type> types) {
		JsonMapper mapper = Mapper.INSTANCE;
		// A record, as others share most of the code that is generated to reach its parts
		mapper.readValue(mapper.writeValueAsBytes(new Sample("", 1)), Sample.class);
		for (Type type : types) {
			JavaType javaType = mapper.constructType(type);
			mapper.writerFor(javaType);
			mapper.readerFor(javaType);
		}
	}

	@Override
	public byte[] write(V value) {
		checkDeclaration();
		byte[] content = call("can't be written as JSON", () -> writer().writeValueAsBytes(value));
		V copy = read(content);
		String difference = call("does not survive JSON: once read back it can't be compared",
				() -> difference(value, content, copy));
		if (!difference.isEmpty()) {
			throw failure("does not survive JSON: " + difference);
		}
		return content;
	}

	/** Once, as lists write many values. */
	private void checkDeclaration() {
		if (!this.declarationChecked) {
			String untyped = new UntypedParts(Mapper.INSTANCE).find(javaType());
			if (untyped != null) {
				throw failure("does not survive JSON: " + untyped);
			}
			this.declarationChecked = true;
		}
	}

	private String difference(V value, byte[] content, V copy) {
		byte[] again = writer().writeValueAsBytes(copy);
		// Mostly they are the same, and trees cost a fresh JVM some milliseconds
		String difference = Arrays.equals(content, again) ? null : new JsonDifference(Mapper.INSTANCE).find(javaType(),
				Mapper.INSTANCE.readTree(content), Mapper.INSTANCE.readTree(again));
		if (difference != null) {
			return difference + " is lost or changed when it is read back";
		}
		difference = new CopyComparison(Mapper.INSTANCE).find(value, copy);
		return (difference != null) ? difference : "";
	}

	/**
	 * Write a value to compare it: the order of a map makes no difference.
	 * @param value the value
	 * @return its content
	 */
	public byte[] writeCanonical(V value) {
		return call("can't be written as JSON",
				() -> writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsBytes(value));
	}

	@Override
	public V read(byte[] content) {
		return call("can't be read back from JSON", () -> {
			V value = Mapper.INSTANCE.readerFor(javaType()).readValue(content);
			if (value == null) {
				throw failure("is read back from JSON as null");
			}
			return value;
		});
	}

	@Override
	public List<ValueText> texts(byte[] content) {
		return call("can't be read back from JSON",
				() -> new JsonTexts(Mapper.INSTANCE).find(javaType(), Mapper.INSTANCE.readTree(content)));
	}

	private ObjectWriter writer() {
		return Mapper.INSTANCE.writerFor(javaType());
	}

	/**
	 * Call Jackson, which calls constructors, getters and what else belongs to a value:
	 * each text that they throw may quote it, and so may a cause.
	 */
	private <T> T call(String purpose, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (SharedValueNotSerializableException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			Problem.passOn(ex);
			throw failure(purpose + Problem.describe(ex, Mapper.INSTANCE));
		}
	}

	private JavaType javaType() {
		return Mapper.INSTANCE.constructType(this.type);
	}

	private String typeName() {
		return (this.type instanceof JavaType javaType) ? javaType.toCanonical() : this.type.getTypeName();
	}

	private SharedValueNotSerializableException failure(String problem) {
		return new SharedValueNotSerializableException(
				"The value of the " + this.description.get() + ", of type " + typeName() + ", " + problem + ".",
				"Return data that Jackson writes and reads back, such as a record, declared in full: List<Order>, not "
						+ "List or Object. What needs a module of Jackson, or an annotation other than those of "
						+ "com.fasterxml.jackson.annotation, needs a codec: declare a bean of type SharedValueCodec, which may "
						+ "use the application's own mapper. For a live object return a recipe: SharedBean.createdBy(<data>).connectedBy(<live object>).",
				null);
	}

	/** Built with its first use only. */
	private static final class Mapper {

		static final JsonMapper INSTANCE = build();

		private static JsonMapper build() {
			JsonMapper.Builder builder = JsonMapper.builder();
			return builder.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
				// An offset and a region are part of the value
				.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
						DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
				.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
				// The order of a set that keeps one
				.addModule(new SimpleModule().addAbstractTypeMapping(Set.class, LinkedHashSet.class))
				.addMixIn(InetSocketAddress.class, SocketAddressForm.Mixin.class)
				.annotationIntrospector(
						AnnotationIntrospector.pair(builder.annotationIntrospector(), new SealedTypes()))
				.build();
		}

	}

	private record Sample(String text, int number) {
	}

}
