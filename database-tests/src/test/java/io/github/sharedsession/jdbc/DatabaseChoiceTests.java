package io.github.sharedsession.jdbc;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that name a database themselves, where all tests have a shared one without naming
 * it.
 */
class DatabaseChoiceTests {

	private static final String URL = "spring.datasource.url=jdbc:h2:mem:mine";

	private static final Class<?>[] OWN = { InlinedCase.class, RelaxedCase.class, PropertySourceCase.class,
			LocationCase.class, DynamicCase.class, InheritedCase.class, DetailsCase.class, ReplacedCase.class,
			ReplacedSliceCase.class, PlainReplacedCase.class, ComposedCase.class };

	private static final Class<?>[] SHARED = { PlainCase.class, SliceCase.class, NotReplacedCase.class,
			OtherPropertyCase.class };

	/** All at once: each run is a session. */
	@BeforeAll
	static void runAll(@TempDir Path directory) throws Exception {
		Ledger.begin(directory.resolve("ledger"));
		Path file = directory.resolve("META-INF/spring/" + SharedSessionBean.class.getName() + ".imports");
		Files.createDirectories(file.getParent());
		Files.writeString(file, Database.class.getName());
		Files.writeString(directory.resolve("mine.properties"), URL);
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, original)) {
			Thread.currentThread().setContextClassLoader(loader);
			TestRun.succeeding(Stream.of(OWN, SHARED).flatMap(Stream::of).toArray(Class<?>[]::new));
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
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
