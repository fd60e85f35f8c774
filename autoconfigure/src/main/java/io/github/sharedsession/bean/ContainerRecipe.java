package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Writes the hosted server for a container that was returned as a value: source code that
 * compiles as it is, for the very class of the container.
 */
final class ContainerRecipe {

	private static final String GENERIC_CONTAINER = "org.testcontainers.containers.GenericContainer";

	private static final String IMAGE_NAME = "org.testcontainers.utility.DockerImageName";

	private static final String JDBC_DETAILS = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";

	private static final List<String> JDBC_GETTERS = List.of("getJdbcUrl", "getUsername", "getPassword");

	private static final String INTRODUCTION = "A container lives in the JVM that started it. Let the session host "
			+ "start it, which outlives every fork: ";

	/** The nearest class that other source code can name, or none. */
	private final @Nullable Class<?> container;

	private final Set<String> imports = new TreeSet<>();

	ContainerRecipe(Class<?> type) {
		Class<?> candidate = type;
		while (candidate != null && !(isContainer(candidate) && isAccessible(candidate))) {
			candidate = candidate.getSuperclass();
		}
		this.container = candidate;
	}

	private static boolean isContainer(Class<?> type) {
		return superclass(type) != null && construction(type, "") != null;
	}

	private static boolean isAccessible(Class<?> type) {
		return Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())
				&& type.getCanonicalName() != null
				&& (type.getDeclaringClass() == null || Modifier.isPublic(type.getDeclaringClass().getModifiers()));
	}

	private static @Nullable Class<?> superclass(Class<?> type) {
		for (Class<?> candidate = type; candidate != null; candidate = candidate.getSuperclass()) {
			if (candidate.getName().equals(GENERIC_CONTAINER)) {
				return candidate;
			}
		}
		return null;
	}

	/**
	 * The call of a public constructor, or {@code null} when there is none that this
	 * class knows how to call.
	 */
	private static @Nullable String construction(Class<?> type, String diamond) {
		String start = "new " + type.getSimpleName() + diamond;
		if (ClassUtils.hasConstructor(type, String.class)) {
			return start + "(image)";
		}
		if (Arrays.stream(type.getConstructors())
			.anyMatch((constructor) -> constructor.getParameterCount() == 1
					&& constructor.getParameterTypes()[0].getName().equals(IMAGE_NAME))) {
			return start + "(" + IMAGE_NAME + ".parse(image))";
		}
		return ClassUtils.hasConstructor(type) ? start + "()" : null;
	}

	/**
	 * What to do, with the source code.
	 */
	@Override
	public String toString() {
		if (this.container == null) {
			return INTRODUCTION
					+ "write a public class that implements HostedServer<String, Address>, where Address is "
					+ "a record with what is needed to reach the container. Start the container and return its Address in "
					+ "start(…), stop it in close(). Then return SharedBean.hosted(<that class>.class, \"<image:tag>\").";
		}
		boolean jdbc = isJdbc(this.container);
		String server = server(this.container);
		String code = code(this.container, server, jdbc);
		String bean = jdbc ? ClassUtils.getShortName(JDBC_DETAILS) : server + ".Address";
		return INTRODUCTION + "put this class into your test sources" + System.lineSeparator() + System.lineSeparator()
				+ indent(header() + code) + System.lineSeparator() + "and let the method return its recipe"
				+ (jdbc ? ", which needs no @ServiceConnection" : "") + ":" + System.lineSeparator()
				+ System.lineSeparator() + """
						@SharedSessionBean
						static SharedBean<%1$s.Address, %2$s> %3$s() {
						    return SharedBean.hosted(%1$s.class, "<image:tag>");
						}
						""".formatted(server, bean, StringUtils.uncapitalizeAsProperty(server)).indent(4)
				+ (jdbc ? ""
						: System.lineSeparator() + "Let Address implement the ConnectionDetails of its technology to "
								+ "have Spring Boot connect as with @ServiceConnection.");
	}

	private String header() {
		return this.imports.stream()
			.map((name) -> "import " + name + ";" + System.lineSeparator())
			.collect(Collectors.joining()) + System.lineSeparator();
	}

	private static String indent(String code) {
		return code.indent(4).replaceAll("(?m)^ +$", "");
	}

	private static String server(Class<?> container) {
		String name = container.getSimpleName();
		return (name.endsWith("Container") ? name.substring(0, name.length() - "Container".length()) : name) + "Server";
	}

	private String code(Class<?> container, String server, boolean jdbc) {
		boolean generic = container.getTypeParameters().length > 0;
		String construction = construction(container, generic ? "<>" : "");
		this.imports.addAll(List.of("io.github.sharedsession.Creation", "io.github.sharedsession.HostedServer",
				"java.io.PrintStream", container.getName().replace('$', '.')));
		Map<String, String> address = jdbc ? jdbcAddress() : address(container);
		return """
				public class %1$s implements HostedServer<String, %1$s.Address> {

				    private %2$s container;

				    @Override
				    public Address start(String image, Creation<Address> creation) throws Exception {
				        // Its last lines become part of the error when the container does not start
				        PrintStream log = new PrintStream(creation.log().toFile());
				        this.container = %3$s;
				        this.container.withLogConsumer(frame -> log.print(frame.getUtf8String()));
				        this.container.start();
				        return new Address(%4$s);
				    }

				    // No recover(…): Testcontainers itself removes the containers of a JVM that was killed

				    @Override
				    public void close() {
				        this.container.stop();
				    }

				    public record Address(%5$s)%6$s

				}
				""".formatted(server, container.getSimpleName() + (generic ? "<?>" : ""), construction,
				String.join(", ", address.values()), String.join(", ", address.keySet()),
				jdbc ? jdbcBody() : " {" + System.lineSeparator() + "    }");
	}

	/** The components of the record with the expressions of their values. */
	private static Map<String, String> jdbcAddress() {
		Map<String, String> address = new LinkedHashMap<>();
		JDBC_GETTERS.forEach((getter) -> address.put("String " + property(getter), "this.container." + getter + "()"));
		return address;
	}

	private String jdbcBody() {
		this.imports.add(JDBC_DETAILS);
		StringBuilder body = new StringBuilder(" implements " + ClassUtils.getShortName(JDBC_DETAILS) + " {");
		for (String getter : JDBC_GETTERS) {
			body.append(String.join(System.lineSeparator(), "", "", "        @Override",
					"        public String " + getter + "() {", "            return this." + property(getter) + ";",
					"        }"));
		}
		return body.append(String.join(System.lineSeparator(), "", "", "    }")).toString();
	}

	private Map<String, String> address(Class<?> container) {
		this.imports.addAll(List.of("java.util.Map", "java.util.stream.Collectors"));
		Map<String, String> address = new LinkedHashMap<>();
		address.put("String host", "this.container.getHost()");
		address.put("Map<Integer, Integer> ports", "this.container.getExposedPorts().stream()"
				+ ".collect(Collectors.toMap(port -> port, this.container::getMappedPort))");
		getters(container)
			.forEach((getter) -> address.put("String " + property(getter), "this.container." + getter + "()"));
		return address;
	}

	/** What this kind of container tells besides what all do. */
	private static List<String> getters(Class<?> container) {
		Class<?> generic = superclass(container);
		Predicate<Method> own = (method) -> generic == null || !ClassUtils.hasMethod(generic, method.getName());
		return Arrays.stream(container.getMethods())
			.filter((method) -> method.getName().startsWith("get") && method.getReturnType() == String.class
					&& method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
					&& !method.isAnnotationPresent(Deprecated.class) && method.getExceptionTypes().length == 0)
			.filter(own)
			.map(Method::getName)
			.distinct()
			.sorted(Comparator.naturalOrder())
			.toList();
	}

	private static String property(String getter) {
		return StringUtils.uncapitalizeAsProperty(getter.substring("get".length()));
	}

	private static boolean isJdbc(Class<?> container) {
		return JDBC_GETTERS.stream().allMatch((getter) -> ClassUtils.hasMethod(container, getter))
				&& ClassUtils.isPresent(JDBC_DETAILS, container.getClassLoader());
	}

}
