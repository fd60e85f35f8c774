package io.github.sharedsession.value;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells of an exception that came up while a value was written or read, but never its
 * text: that may quote the value, whoever has thrown it. Types, places in code, and names
 * of properties that a type declares are all that is told.
 */
public final class Problem {

	/** A chain of causes may be a circle. */
	private static final int MAX_CAUSES = 20;

	/** Of Jackson all copies: ours, which has another name in the jar, and the user's. */
	private static final Pattern LIBRARY = Pattern
		.compile("(java|javax|jdk|sun|(.+\\.)?tools\\.jackson|com\\.fasterxml\\.jackson)\\..+");

	private Problem() {
	}

	/**
	 * Tell which type an exception has, and where it was thrown.
	 * @param ex the exception
	 * @return as in {@code java.lang.IllegalStateException at com.example.Index.read(…)}
	 */
	public static String type(Throwable ex) {
		StackTraceElement[] trace = ex.getStackTrace();
		for (StackTraceElement frame : trace) {
			if (!LIBRARY.matcher(frame.getClassName()).matches()) {
				return ex.getClass().getName() + " at " + frame;
			}
		}
		return ex.getClass().getName() + ((trace.length > 0) ? " at " + trace[0] : "");
	}

	/**
	 * Let through what tells of this JVM and not of a value: that it has no memory left,
	 * or that the thread was interrupted.
	 * @param ex the exception
	 */
	public static void passOn(Throwable ex) {
		if (ex instanceof VirtualMachineError error && !(ex instanceof StackOverflowError)) {
			throw error;
		}
		if (root(ex) instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

	static String describe(Throwable ex, JsonMapper mapper) {
		String where = (ex instanceof JacksonException jackson) ? where(jackson, mapper) : "";
		return where + ": " + reason(ex);
	}

	private static String reason(Throwable ex) {
		if (ex instanceof StackOverflowError) {
			return "it refers to itself, or is nested too deeply";
		}
		if (ex instanceof UnrecognizedPropertyException) {
			return "nothing reads that property";
		}
		String name = ex.getClass().getSimpleName();
		if (ex instanceof InvalidTypeIdException typeId) {
			return (typeId.getTypeId() != null)
					? "its class is not among those that the declared type permits (" + name + ")"
					: "Jackson has not written its class, as inside of a generic type that is itself one of several ("
							+ name + ")";
		}
		if (ex instanceof InvalidDefinitionException definition && definition.getType() != null) {
			return "Jackson can't handle the type " + definition.getType().toCanonical() + flaw(definition.getType())
					+ " (" + name + ")";
		}
		Throwable root = root(ex);
		if (!(root instanceof JacksonException)) {
			return ((root != ex) ? name + ", caused by " : "") + type(root);
		}
		return (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null)
				? "what was written does not fit the type " + mismatch.getTargetType().getTypeName() + " (" + name + ")"
				: name;
	}

	private static String flaw(JavaType type) {
		if (type.isAbstract() && !type.isContainerType() && !type.getRawClass().isSealed()) {
			return ", which leaves open the class: only a sealed type names its classes";
		}
		return lacksParameterNames(type.getRawClass())
				? ", whose constructors don't name their parameters: javac keeps the names with -parameters, "
						+ "Kotlin's compiler with -java-parameters"
				: "";
	}

	/** By which a constructor is called that nothing annotates. */
	private static boolean lacksParameterNames(Class<?> type) {
		Constructor<?>[] constructors = type.getDeclaredConstructors();
		return type.getClassLoader() != null
				&& Arrays.stream(constructors).noneMatch((constructor) -> constructor.getParameterCount() == 0)
				&& Arrays.stream(constructors)
					.filter((constructor) -> !constructor.isSynthetic())
					.flatMap((constructor) -> Arrays.stream(constructor.getParameters()))
					.anyMatch((parameter) -> !parameter.isNamePresent());
	}

	private static Throwable root(Throwable ex) {
		Throwable root = ex;
		for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
			root = root.getCause();
		}
		return root;
	}

	private static String where(JacksonException ex, JsonMapper mapper) {
		DeclaredProperties properties = new DeclaredProperties(mapper);
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".")
					.append(isDeclared(properties, mapper, reference) ? reference.getPropertyName()
							: DeclaredProperties.UNDECLARED);
			}
		}
		return path.isEmpty() ? "" : ", at the property '" + path + "'";
	}

	/** The key of a map is data, and may be as secret as any. */
	private static boolean isDeclared(DeclaredProperties properties, JsonMapper mapper,
			JacksonException.Reference reference) {
		Object from = reference.from();
		Class<?> type = (from instanceof Class<?> named) ? named : classOf(from);
		return type != null && !Map.class.isAssignableFrom(type)
				&& properties.of(mapper.constructType(type)).containsKey(reference.getPropertyName());
	}

	private static @Nullable Class<?> classOf(@Nullable Object from) {
		return (from != null) ? from.getClass() : null;
	}

}
