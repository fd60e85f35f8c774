package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Test classes of a small application with a given number of beans, shared ones and
 * ordinary ones, written and compiled here since nobody wants to read a hundred of them.
 *
 * @param directory the compiled classes
 */
record GeneratedTests(Path directory) {

	private static final String PACKAGE = "generated";

	/** The type of all values. */
	static final String VALUE = PACKAGE + ".Endpoint";

	private static final String CLASS = """
			package generated;

			@org.springframework.boot.test.context.SpringBootTest(
					webEnvironment = org.springframework.boot.test.context.SpringBootTest.WebEnvironment.NONE)
			class <name> {

				@org.junit.jupiter.api.Test
				void runs() {
					io.github.sharedsession.benchmarks.ContextStartMain.reached();
				}

				@org.springframework.boot.SpringBootConfiguration(proxyBeanMethods = false)
				<auto-configuration>
				static class Application {
			<beans>
				}

			}
			""";

	private static final String BEAN = """

					@<annotation>
					static Endpoint endpoint<number>() {
						return new Endpoint("localhost", 5432);
					}
			""";

	/**
	 * Write and compile tests.
	 * @param counts with how many beans
	 * @param more how many with no bean there are besides
	 * @param autoConfiguration whether the application has all that the class path gives
	 */
	static GeneratedTests compile(Path directory, List<Integer> counts, int more, String classPath,
			boolean autoConfiguration) throws IOException {
		Path sources = Files.createDirectories(directory.resolve(PACKAGE));
		Files.writeString(sources.resolve("Endpoint.java"),
				"package generated;\n\npublic record Endpoint(String host, int port) {\n}\n");
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", directory.toString(), "-cp",
				classPath, sources.resolve("Endpoint.java").toString()));
		for (int count : counts) {
			for (boolean shared : new boolean[] { true, false }) {
				arguments.add(write(sources, simpleName(shared, count), shared, count, autoConfiguration));
			}
		}
		for (int i = 0; i < more; i++) {
			arguments.add(write(sources, simpleNameOfItsOwn(i), true, 0, autoConfiguration));
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IOException("The tests in " + sources + " can't be compiled");
		}
		return new GeneratedTests(directory);
	}

	private static String write(Path sources, String name, boolean shared, int beans, boolean autoConfiguration)
			throws IOException {
		Path source = sources.resolve(name + ".java");
		Files.writeString(source, source(name, shared, beans, autoConfiguration));
		return source.toString();
	}

	static String className(boolean shared, int count) {
		return PACKAGE + "." + simpleName(shared, count);
	}

	/** With no beans, and the same as others but for its name. */
	static String classOfItsOwn(int number) {
		return PACKAGE + "." + simpleNameOfItsOwn(number);
	}

	private static String simpleNameOfItsOwn(int number) {
		return "Own" + number + "Tests";
	}

	private static String simpleName(boolean shared, int count) {
		return (shared ? "Shared" : "Ordinary") + count + "Tests";
	}

	private static String source(String name, boolean shared, int count, boolean autoConfiguration) {
		String annotation = shared ? "io.github.sharedsession.SharedSessionBean"
				: "org.springframework.context.annotation.Bean";
		StringBuilder beans = new StringBuilder();
		for (int i = 0; i < count; i++) {
			beans.append(BEAN.replace("<annotation>", annotation).replace("<number>", String.valueOf(i)));
		}
		return CLASS.replace("<name>", name)
			.replace("<beans>", beans)
			.replace("<auto-configuration>",
					autoConfiguration ? "@org.springframework.boot.autoconfigure.EnableAutoConfiguration" : "");
	}

}
