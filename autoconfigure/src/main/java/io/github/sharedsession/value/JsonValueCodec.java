package io.github.sharedsession.value;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.coordinator.ValueText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * Values written and read as JSON, by a mapper of our own: that of the application has
 * other purposes and settings. The declared type is used both ways; a type named in the
 * content is never looked at.
 *
 * @param <V> the shared value
 */
public final class JsonValueCodec<V> implements ValueCodec<V> {

	private final Supplier<String> description;

	private final Type type;

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
		byte[] content;
		try {
			content = Mapper.INSTANCE.writerFor(javaType()).writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw failure("can't be written as JSON" + where(ex), ex);
		}
		V copy = read(content);
		try {
			byte[] again = Mapper.INSTANCE.writerFor(javaType()).writeValueAsBytes(copy);
			// Mostly they are the same, and trees cost a fresh JVM some milliseconds
			String difference = Arrays.equals(content, again) ? null : difference(content, again);
			if (difference != null) {
				throw failure("does not survive JSON: " + difference + " is lost or changed when it is read back",
						null);
			}
		}
		catch (JacksonException ex) {
			throw failure("does not survive JSON: once read back it can't be written again" + where(ex), ex);
		}
		return content;
	}

	private @Nullable String difference(byte[] content, byte[] again) {
		return new JsonDifference(Mapper.INSTANCE).find(javaType(), Mapper.INSTANCE.readTree(content),
				Mapper.INSTANCE.readTree(again));
	}

	/**
	 * Write a value to compare it: the order of a map makes no difference.
	 * @param value the value
	 * @return its content
	 */
	public byte[] writeCanonical(V value) {
		try {
			return Mapper.INSTANCE.writerFor(javaType())
				.with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
				.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw failure("can't be written as JSON" + where(ex), ex);
		}
	}

	@Override
	public V read(byte[] content) {
		try {
			V value = Mapper.INSTANCE.readerFor(javaType()).readValue(content);
			if (value == null) {
				throw failure("is read back from JSON as null", null);
			}
			return value;
		}
		catch (JacksonException ex) {
			throw failure("can't be read back from JSON" + where(ex), ex);
		}
	}

	@Override
	public List<ValueText> texts(byte[] content) {
		return new JsonTexts(Mapper.INSTANCE).find(javaType(), Mapper.INSTANCE.readTree(content));
	}

	private JavaType javaType() {
		return Mapper.INSTANCE.constructType(this.type);
	}

	private String typeName() {
		return (this.type instanceof JavaType javaType) ? javaType.toCanonical() : this.type.getTypeName();
	}

	private static String where(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() != null) {
				path.append(path.isEmpty() ? "" : ".").append(pathElement(reference));
			}
			else {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return path.isEmpty() ? "" : ", at the property '" + path + "'";
	}

	/** The key of a map is data, and may be as secret as any. */
	private static String pathElement(JacksonException.Reference reference) {
		return isContainer(reference.from()) ? "*" : reference.getPropertyName();
	}

	private static boolean isContainer(@Nullable Object from) {
		return from instanceof Map || from instanceof Collection
				|| (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
	}

	private SharedValueNotSerializableException failure(String problem, @Nullable JacksonException ex) {
		// Only the messages of these exceptions hold no part of a value; nor may the
		// cause be printed
		String detail = (ex instanceof InvalidDefinitionException || ex instanceof UnrecognizedPropertyException)
				? ": " + ex.getOriginalMessage() : (ex != null) ? " (" + ex.getClass().getSimpleName() + ")" : "";
		return new SharedValueNotSerializableException(
				"The value of the " + this.description.get() + ", of type " + typeName() + ", " + problem + detail
						+ ".",
				"Return data that Jackson writes and reads back, such as a record, or give the bean a codec. For a "
						+ "live object return a recipe: SharedBean.createdBy(<data>).connectedBy(<live object>).",
				null);
	}

	/** Built with its first use only. */
	private static final class Mapper {

		static final JsonMapper INSTANCE = JsonMapper.builder()
			.findAndAddModules(JsonValueCodec.class.getClassLoader())
			.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.build();

	}

	private record Sample(String text, int number) {
	}

}
