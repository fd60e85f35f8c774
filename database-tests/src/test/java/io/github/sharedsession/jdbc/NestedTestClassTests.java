package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.junit.jupiter.SpringExtensionConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Copies of nested test classes, whoever declares them.
 */
class NestedTestClassTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@ParameterizedTest
	@MethodSource
	void eachClassAndNestedClassHasACopy(int copies, Class<?>[] testClasses) {
		TestRun.succeeding(testClasses);
		List<String> found = Ledger.lines("database").stream().distinct().toList();
		assertThat(found).hasSize(copies);
		assertThat(found).extracting((line) -> line.substring(0, line.indexOf(' '))).doesNotHaveDuplicates();
		assertThat(Ledger.lines("context").stream().distinct()).hasSize(1);
	}

	static List<Arguments> eachClassAndNestedClassHasACopy() {
		return List.of(arguments(3, classes(FirstCase.class)), arguments(6, classes(FirstCase.class, SecondCase.class)),
				arguments(6, classes(PerClassCase.class, SecondCase.class)),
				arguments(3, classes(ClassScopedCase.class)), arguments(2, classes(OnlyNestedCase.class)),
				arguments(4, classes(NestedSubclassCase.class)), arguments(6, classes(ParameterizedCase.class)),
				arguments(4, classes(PerClassInnerCase.class)));
	}

	private static Class<?>[] classes(Class<?>... classes) {
		return classes;
	}

	@Test
	void nestedClassesInParallelThreadsAreRefusedByName() {
		TestRun run = TestRun.of(Map.of("junit.jupiter.execution.parallel.enabled", "true",
				"junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", "2"), ParallelCase.class);
		assertThat(run.failures()).hasSize(1);
		assertThat(run.failure(DatabaseParallelTestsException.class)).hasMessageContaining("ParallelCase$One")
			.hasMessageContaining("ParallelCase$Other")
			.hasMessageContaining("in another thread");
	}

	@ParameterizedTest
	@ValueSource(classes = { FirstCase.class, PerClassCase.class })
	void classWhoseEndNobodyToldIsInNobodysWay(Class<?> testClass) {
		RunningTestClasses classes = new RunningTestClasses();
		assertThat(classes.enter(testClass)).isNull();
		assertThat(classes.enter(BaseCase.Inner.class)).isNull();
		assertThat(classes.enter(SecondCase.class)).isNull();
		assertThat(classes.contains(testClass)).isFalse();
		assertThat(classes.enter(BaseCase.Inner.class)).isNull();
		assertThat(classes.contains(SecondCase.class)).isTrue();
	}

	private static void tell(JdbcTemplate jdbc, Object test, Object... around) {
		String database = jdbc.execute((Connection connection) -> connection.getMetaData().getURL());
		Ledger.add("context", String.valueOf(System.identityHashCode(jdbc)));
		Ledger.add("database", database + " " + test.getClass().getName() + " in "
				+ List.of(around).stream().map((outer) -> outer.getClass().getName()).toList());
	}

	@SpringBootTest(classes = Config.class)
	abstract static class BaseCase {

		@Autowired
		JdbcTemplate jdbc;

		@Test
		void first() {
			tell(this.jdbc, this);
		}

		@Test
		void second() {
			tell(this.jdbc, this);
		}

		@Nested
		class Inner {

			@Test
			void first() {
				tell(BaseCase.this.jdbc, this, BaseCase.this);
			}

			@Test
			void second() {
				tell(BaseCase.this.jdbc, this, BaseCase.this);
			}

			@Nested
			class Deeper {

				@Test
				void first() {
					tell(BaseCase.this.jdbc, this, BaseCase.this, Inner.this);
				}

			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class })
	static class Config {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.h2().migratedBy(Migrations.of("1", (dataSource) -> {
			})).copied(DatabaseCopy.PER_CLASS).build();
		}

	}

	static class FirstCase extends BaseCase {

	}

	static class SecondCase extends BaseCase {

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class PerClassCase extends BaseCase {

	}

	@SpringExtensionConfig(useTestClassScopedExtensionContext = true)
	static class ClassScopedCase extends BaseCase {

	}

	/** The class that a nested class inherits from has nested ones itself. */
	@SpringBootTest(classes = Config.class)
	static class NestedSubclassCase {

		@Test
		void first(@Autowired JdbcTemplate jdbc) {
			tell(jdbc, this);
		}

		@Nested
		class Sub extends BaseCase {

		}

	}

	@SpringBootTest(classes = Config.class)
	abstract static class OnlyNestedBase {

		@Nested
		class Inner {

			@Test
			void first(@Autowired JdbcTemplate jdbc) {
				tell(jdbc, this, OnlyNestedBase.this);
			}

		}

		@Nested
		class Sibling {

			@Test
			void first(@Autowired JdbcTemplate jdbc) {
				tell(jdbc, this, OnlyNestedBase.this);
			}

		}

	}

	static class OnlyNestedCase extends OnlyNestedBase {

	}

	@SpringBootTest(classes = Config.class)
	static class PerClassInnerCase extends BaseCase {

		@Nested
		@TestInstance(TestInstance.Lifecycle.PER_CLASS)
		class Another {

			@Test
			void first() {
				tell(PerClassInnerCase.this.jdbc, this, PerClassInnerCase.this);
			}

			@Test
			void second() {
				tell(PerClassInnerCase.this.jdbc, this, PerClassInnerCase.this);
			}

		}

	}

	/** Goes on with its own tests after those of its nested classes. */
	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	static class ParameterizedCase extends BaseCase {

		ParameterizedCase(int any) {
		}

	}

	@SpringBootTest(classes = Config.class)
	static class ParallelCase {

		@Nested
		@Execution(ExecutionMode.CONCURRENT)
		class One {

			@Test
			void goesOnUntilAnotherHasBeenRefused(@Autowired JdbcTemplate jdbc) {
				Ledger.await("refused", (lines) -> !lines.isEmpty());
			}

		}

		@Nested
		@Execution(ExecutionMode.CONCURRENT)
		class Other {

			@Test
			void goesOnUntilAnotherHasBeenRefused(@Autowired JdbcTemplate jdbc) {
				Ledger.await("refused", (lines) -> !lines.isEmpty());
			}

		}

	}

}
