package io.github.sharedsession.jdbc;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that name a database themselves, where all tests have a shared one without naming
 * it.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseChoiceTests {

	private static final String URL = "spring.datasource.url=jdbc:h2:mem:mine";

	private static final Class<?>[] OWN = { InlinedCase.class, RelaxedCase.class, PropertySourceCase.class,
			LocationCase.class, DynamicCase.class, InheritedCase.class, DetailsCase.class, ReplacedCase.class,
			ReplacedSliceCase.class, PlainReplacedCase.class, ComposedCase.class, ImportedDetailsCase.class,
			ContainerFieldCase.class, ContainerBeanCase.class, ImportedContainerCase.class,
			ProfileWithoutSharingCase.class };

	private static final Class<?>[] SHARED = { PlainCase.class, SliceCase.class, NotReplacedCase.class,
			OtherPropertyCase.class, ProfileCase.class, ProfileDocumentCase.class,
			ContainerForSomethingElseCase.class };

	private static String output = "";

	/** All at once: each run is a session. */
	@BeforeAll
	static void runAll(@TempDir Path directory, CapturedOutput captured) throws Exception {
		Ledger.begin(directory.resolve("ledger"));
		Path file = directory.resolve("META-INF/spring/" + SharedSessionBean.class.getName() + ".imports");
		Files.createDirectories(file.getParent());
		Files.writeString(file, Database.class.getName());
		Files.writeString(directory.resolve("mine.properties"), URL);
		Files.writeString(directory.resolve("application-mine.properties"), URL);
		Files.writeString(directory.resolve("application.properties"),
				"#---\nspring.config.activate.on-profile=document\n" + URL);
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, original)) {
			Thread.currentThread().setContextClassLoader(loader);
			TestRun.succeeding(Stream.of(OWN, SHARED).flatMap(Stream::of).toArray(Class<?>[]::new));
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
		output = captured.getAll();
	}

	@ParameterizedTest
	@FieldSource("OWN")
	void databaseThatATestNamesWins(Class<?> testClass) {
		assertThat(Ledger.lines(testClass.getSimpleName())).isNotEmpty()
			.noneMatch((url) -> url.contains("shared_session_"));
	}

	@ParameterizedTest
	@FieldSource("SHARED")
	void otherTestsUseTheSharedDatabase(Class<?> testClass) {
		assertThat(Ledger.lines(testClass.getSimpleName())).isNotEmpty()
			.allMatch((url) -> url.contains("shared_session_"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ProfileCase.class, ProfileDocumentCase.class })
	void warningTellsWhatToDoWhenAProfileNamesADatabase(Class<?> testClass) {
		assertThat(warnings(testClass)).singleElement()
			.asString()
			.contains("spring.datasource.url", "@SharedSessionTest(autouse = false)")
			.doesNotContain("jdbc:h2:mem:mine");
	}

	@Test
	void noWarningIsLoggedOfTestsThatSayWhatTheyUse() {
		assertThat(warnings(ProfileWithoutSharingCase.class)).isEmpty();
		assertThat(warnings(PlainCase.class)).isEmpty();
	}

	private static List<String> warnings(Class<?> testClass) {
		return output.lines().filter((line) -> line.contains(testClass.getName() + " activates the profile")).toList();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.h2().migratedBy(Migrations.of("1", (dataSource) -> {
			})).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
	static class Config {

	}

	@ContextConfiguration(classes = Config.class)
	abstract static class Case {

		@Test
		void tells(@Autowired DataSource dataSource) throws Exception {
			try (Connection connection = dataSource.getConnection()) {
				Ledger.add(getClass().getSimpleName(), connection.getMetaData().getURL());
			}
		}

	}

	@SpringBootTest(properties = URL)
	static class InlinedCase extends Case {

	}

	@SpringBootTest(properties = "spring.datasource.hikari.jdbcUrl=jdbc:h2:mem:mine")
	static class RelaxedCase extends Case {

	}

	@SpringBootTest
	@TestPropertySource(properties = URL)
	static class PropertySourceCase extends Case {

	}

	@SpringBootTest
	@TestPropertySource("classpath:mine.properties")
	static class LocationCase extends Case {

	}

	@SpringBootTest
	static class DynamicCase extends Case {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", () -> "jdbc:h2:mem:mine");
		}

	}

	static class InheritedCase extends InlinedCase {

		@Nested
		class InnerCase {

			@Test
			void tells(@Autowired DataSource dataSource) throws Exception {
				try (Connection connection = dataSource.getConnection()) {
					Ledger.add("InheritedCase", connection.getMetaData().getURL());
				}
			}

		}

	}

	@SpringBootTest
	@ContextConfiguration(classes = DetailsCase.Mine.class)
	static class DetailsCase extends Case {

		@Configuration(proxyBeanMethods = false)
		static class Mine {

			@Bean
			JdbcConnectionDetails mine() {
				return new AddressedDetails("jdbc:h2:mem:mine", ServerAddress.of("any", "sa", ""));
			}

		}

	}

	@SpringBootTest
	@Import(DetailsCase.Mine.class)
	static class ImportedDetailsCase extends Case {

	}

	/** As far as Spring Boot sees: nothing needs Docker before a container starts. */
	static class H2Container extends JdbcDatabaseContainer<H2Container> {

		H2Container() {
			super(DockerImageName.parse("h2"));
		}

		@Override
		public String getDockerImageName() {
			return "h2:any";
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getDriverClassName() {
			return "org.h2.Driver";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:h2:mem:mine";
		}

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		protected String getTestQueryString() {
			return "select 1";
		}

	}

	@SpringBootTest
	static class ContainerFieldCase extends Case {

		@ServiceConnection
		static final H2Container container = new H2Container();

	}

	/** As Spring Initializr writes it. */
	@TestConfiguration(proxyBeanMethods = false)
	static class ContainerConfiguration {

		@Bean
		@ServiceConnection
		JdbcDatabaseContainer<?> container() {
			return new H2Container();
		}

	}

	@SpringBootTest
	@Import(ContainerConfiguration.class)
	static class ContainerBeanCase extends Case {

	}

	interface Containers {

		@ServiceConnection
		H2Container container = new H2Container();

	}

	@SpringBootTest
	@ImportTestcontainers(Containers.class)
	static class ImportedContainerCase extends Case {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ContainerForSomethingElse {

		@Bean
		H2Container container() {
			return new H2Container();
		}

	}

	@SpringBootTest
	@Import(ContainerForSomethingElse.class)
	static class ContainerForSomethingElseCase extends Case {

	}

	@SpringBootTest
	@ActiveProfiles("mine")
	@SharedSessionTest(autouse = false)
	static class ProfileWithoutSharingCase extends Case {

	}

	@SpringBootTest
	@ActiveProfiles("mine")
	static class ProfileCase extends Case {

	}

	@SpringBootTest
	@ActiveProfiles("document")
	static class ProfileDocumentCase extends Case {

	}

	@SpringBootTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.ANY)
	static class ReplacedCase extends Case {

	}

	@SpringBootTest
	@AutoConfigureTestDatabase
	static class PlainReplacedCase extends Case {

	}

	@JdbcTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.AUTO_CONFIGURED)
	static class ReplacedSliceCase extends Case {

	}

	@AutoConfigureTestDatabase
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface InMemory {

	}

	@SpringBootTest
	@InMemory
	static class ComposedCase extends Case {

	}

	@SpringBootTest
	static class PlainCase extends Case {

	}

	@JdbcTest
	static class SliceCase extends Case {

	}

	@JdbcTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
	static class NotReplacedCase extends Case {

	}

	@SpringBootTest(properties = "spring.datasource.hikari.minimum-idle=1")
	static class OtherPropertyCase extends Case {

	}

}
