package io.github.sharedsession.server;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.github.sharedsession.SharedLiveObjectException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The refusal of a container prints a hosted server for it, which compiles as it is.
 */
class ContainerRecipeTests {

	private final Path directory;

	ContainerRecipeTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void recipeOfADatabaseConnectsSpringBoot() throws Exception {
		String action = refusalOf(Database.class);
		assertThat(action).contains("public class PostgreSQLServer implements HostedServer<String, ")
			.contains("new PostgreSQLContainer(image)")
			.contains("implements JdbcConnectionDetails")
			.contains("static SharedBean<PostgreSQLServer.Address, JdbcConnectionDetails> postgreSQLServer()")
			.contains("return SharedBean.hosted(PostgreSQLServer.class, ");
		compile("PostgreSQLServer", action);
	}

	@Test
	void recipeOfABrokerKnowsItsAddress() throws Exception {
		String action = refusalOf(Broker.class);
		assertThat(action).contains("this.container.getBootstrapServers()").contains("ConnectionDetails");
		compile("KafkaServer", action);
	}

	@Test
	void recipeOfAnyContainerHasItsPorts() throws Exception {
		String action = refusalOf(Anything.class);
		assertThat(action).contains("new GenericContainer<>(image)").contains("getMappedPort");
		compile("GenericServer", action);
	}

	@Test
	void whatIsNoSingleContainerIsDescribed() {
		assertThat(refusalOf(Composition.class)).contains("HostedServer<String, Address>")
			.contains("SharedBean.hosted(")
			.doesNotContain("import ");
	}

	private static String refusalOf(Class<?> testClass) {
		Throwable failure = catchThrowable(
				() -> new TestContextManager(testClass).getTestContext().getApplicationContext());
		while (failure != null && !(failure instanceof SharedLiveObjectException)) {
			failure = failure.getCause();
		}
		return ((SharedLiveObjectException) Objects.requireNonNull(failure)).getAction();
	}

	/**
	 * Compile the code in a text, as somebody who copies it would.
	 */
	private void compile(String className, String action) throws IOException {
		int end = action.indexOf("\n    }\n", action.indexOf("public class"));
		String code = action.substring(action.indexOf("    import "), end + "\n    }\n".length());
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///" + className + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return code;
			}

		};
		boolean compiled = compiler
			.getTask(output, null, null, List.of("-proc:none", "-cp", classPath(), "-d", this.directory.toString()),
					null, List.of(source))
			.call();
		assertThat(compiled).as(() -> code + output).isTrue();
		assertThat(Files.exists(this.directory.resolve(className + ".class"))).isTrue();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	@ContextConfiguration(classes = Database.class)
	@Configuration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean
		static PostgreSQLContainer postgres() {
			return new PostgreSQLContainer("postgres:17");
		}

	}

	@ContextConfiguration(classes = Broker.class)
	@Configuration(proxyBeanMethods = false)
	static class Broker {

		@SharedSessionBean
		static KafkaContainer kafka() {
			return new KafkaContainer("apache/kafka:4.1.0");
		}

	}

	@ContextConfiguration(classes = Anything.class)
	@Configuration(proxyBeanMethods = false)
	static class Anything {

		@SharedSessionBean
		static GenericContainer<?> anything() {
			return new GenericContainer<>("redis:8").withExposedPorts(6379);
		}

	}

	@ContextConfiguration(classes = Composition.class)
	@Configuration(proxyBeanMethods = false)
	static class Composition {

		@SharedSessionBean
		static ComposeContainer composition() {
			return new ComposeContainer(new File("compose.yaml"));
		}

	}

}
