package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.shop.ShopApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shared database counts as embedded: what Spring Boot does by default to embedded
 * databases only is done to the migrated one, once, and to no copy of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedDefaultsTests {

	private static final String SERVER = "test.embedded-defaults.server";

	private static final String WARNING = "is empty: nothing has migrated it";

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@ParameterizedTest
	@ValueSource(classes = { EntitiesCase.class, DeferredDataCase.class, SchemaBesideEntitiesCase.class,
			CreateDropCase.class, UpdateCase.class, JakartaPropertyCase.class, GenerateDdlCase.class,
			ValidateCase.class, FlywayCase.class })
	void databaseInMemoryIsMadeAsTheApplicationWouldMakeIt(Class<?> testCase) {
		run("h2", testCase);
	}

	@ParameterizedTest
	@ValueSource(classes = { SchemaAndDataCase.class, DeferredDataCase.class, CreateDropCase.class })
	void databaseOnAServerIsMadeAsAnEmbeddedOneWouldBe(Class<?> testCase) {
		run("postgres", testCase);
	}

	@ParameterizedTest
	@CsvSource({ "spring.jpa.hibernate.ddl-auto=update, update", "spring.jpa.hibernate.ddlAuto=create, create",
			"spring.jpa.properties.hibernate.hbm2ddl.auto=validate;spring.jpa.hibernate.ddl-auto=create, validate",
			"spring.jpa.properties[hibernate.hbm2ddl.auto]=create-only, create-only",
			"spring.jpa.generate-ddl=true;spring.jpa.hibernate.ddl-auto=none, update", "spring.jpa.show-sql=true," })
	void whatHibernateIsToldToDoIsFound(String properties, @Nullable String mode) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties.split(";", -1)).applyTo(environment, TestPropertyValues.Type.MAP);
		ConfigurationPropertySources.attach(environment);
		assertThat(JpaSchema.explicitMode(environment)).isEqualTo(mode);
	}

	@Test
	void slicesAndWholeContextsHaveOneDatabase() {
		run("postgres", JpaSlice.class, JdbcSlice.class, WholeContext.class);
		assertThat(Ledger.lines("database")).hasSize(3);
		assertThat(Ledger.lines("database").stream().distinct()).hasSize(1);
	}

	@Test
	void databaseThatNothingHasMigratedIsTold(CapturedOutput output) {
		run("postgres", NoneCase.class);
		assertThat(output).containsOnlyOnce(WARNING)
			.contains("spring.jpa.hibernate.ddl-auto is none")
			.contains("schema.sql")
			.contains("spring.flyway.enabled is false")
			.contains(".migratedBy(");
	}

	@Test
	void databaseWithTablesOrWithMigrationsThatWereGivenIsNotTold(CapturedOutput output) {
		run("h2", SchemaCase.class, GivenMigrationsCase.class, GivenSchemaCase.class);
		assertThat(output).doesNotContain(WARNING);
	}

	private static void run(String server, Class<?>... testCases) {
		System.setProperty(SERVER, server);
		TestRun.succeeding(testCases);
	}

	private static SharedDatabase database() {
		return System.getProperty(SERVER).equals("h2") ? SharedDatabase.h2("MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
				: SharedDatabase.postgres(Postgres.url(), Postgres.USER, null);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Shared {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return EmbeddedDefaultsTests.database().build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Given {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> givenDatabase() {
			return EmbeddedDefaultsTests.database().migratedBy(Migrations.of("1", (dataSource) -> {
			})).build();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class GivenSchema {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> givenSchema() {
			return EmbeddedDefaultsTests.database().migratedBy(Migrations.flyway(), Migrations.jpaSchema()).build();
		}

	}

	/** Each test has a context of its own, with the copy of the first. */
	@SpringBootTest(classes = { ShopApplication.class, Shared.class })
	@TestPropertySource(properties = { "spring.flyway.enabled=false",
			"spring.autoconfigure.exclude=org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration,"
					+ "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration,"
					+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration" })
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	abstract static class Case {

		@RepeatedTest(2)
		void findsTablesAndWhatTheFormerContextWrote(RepetitionInfo repetition, @Autowired JdbcClient jdbc,
				@Value("${expected}") List<String> expected) {
			assertThat(Stream.of("product", "note", "item").map((table) -> describe(jdbc, table))).isEqualTo(expected);
			if (expected.get(0).endsWith("none")) {
				return;
			}
			assertThat(jdbc.sql("select count(*) from product where id >= 100").query(Integer.class).single())
				.isEqualTo(repetition.getCurrentRepetition() - 1);
			jdbc.sql("insert into product (id, product_name) values (?, 'mine')")
				.param(100 + repetition.getCurrentRepetition())
				.update();
		}

		private static String describe(JdbcClient jdbc, String table) {
			try {
				return table + "="
						+ jdbc.sql("select count(*) from " + table + " where id < 100").query(String.class).single();
			}
			catch (DataAccessException ex) {
				return table + "=none";
			}
		}

	}

	@TestPropertySource(properties = { "expected=product=0,note=none,item=none", "spring.jpa.hibernate.ddl-auto=none",
			"spring.sql.init.schema-locations=classpath:shop/schema.sql" })
	static class SchemaCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=1,note=none,item=none", "spring.jpa.hibernate.ddl-auto=none",
			"spring.sql.init.schema-locations=classpath:shop/schema.sql",
			"spring.sql.init.data-locations=classpath:shop/data.sql", "spring.sql.init.mode=embedded" })
	static class SchemaAndDataCase extends Case {

	}

	@TestPropertySource(properties = "expected=product=0,note=none,item=none")
	static class EntitiesCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=1,note=none,item=none",
			"spring.sql.init.data-locations=classpath:shop/data.sql",
			"spring.jpa.defer-datasource-initialization=true" })
	static class DeferredDataCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=0,note=0,item=none",
			"spring.sql.init.schema-locations=classpath:shop/schema.sql,classpath:shop/note.sql",
			"spring.sql.init.data-locations=classpath:shop/data.sql" })
	static class SchemaBesideEntitiesCase extends Case {

	}

	@TestPropertySource(
			properties = { "expected=product=0,note=none,item=none", "spring.jpa.hibernate.ddl-auto=create-drop" })
	static class CreateDropCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=1,note=none,item=none", "spring.jpa.hibernate.ddl-auto=update",
			"spring.sql.init.schema-locations=classpath:shop/schema.sql",
			"spring.sql.init.data-locations=classpath:shop/data.sql" })
	static class UpdateCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=0,note=none,item=none",
			"spring.jpa.properties.jakarta.persistence.schema-generation.database.action=drop-and-create" })
	static class JakartaPropertyCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=0,note=none,item=1", "spring.flyway.enabled=true",
			"spring.jpa.generate-ddl=true" })
	static class GenerateDdlCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=0,note=none,item=none",
			"spring.jpa.hibernate.ddl-auto=validate", "spring.sql.init.schema-locations=classpath:shop/schema.sql" })
	static class ValidateCase extends Case {

	}

	@TestPropertySource(
			properties = { "expected=product=none,note=none,item=none", "spring.jpa.hibernate.ddl-auto=none" })
	static class NoneCase extends Case {

	}

	@TestPropertySource(properties = { "expected=product=none,note=none,item=1", "spring.flyway.enabled=true" })
	static class FlywayCase extends Case {

	}

	@SpringBootTest(classes = { ShopApplication.class, Given.class })
	@TestPropertySource(properties = "expected=product=none,note=none,item=none")
	static class GivenMigrationsCase extends Case {

	}

	@SpringBootTest(classes = { ShopApplication.class, GivenSchema.class })
	@TestPropertySource(properties = { "expected=product=0,note=none,item=1", "spring.flyway.enabled=true",
			"spring.jpa.hibernate.ddl-auto=validate" })
	static class GivenSchemaCase extends Case {

	}

	abstract static class TellingCase {

		@Test
		void findsTheTable(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("select count(*) from product").query(Integer.class).single()).isZero();
			Ledger.add("database", jdbc.sql("select current_database()").query(String.class).single());
		}

	}

	@DataJpaTest(properties = { "spring.autoconfigure.exclude=", "spring.flyway.enabled=false" })
	@ContextConfiguration(classes = ShopApplication.class)
	@Import(Shared.class)
	static class JpaSlice extends TellingCase {

	}

	@JdbcTest(properties = { "spring.autoconfigure.exclude=", "spring.flyway.enabled=false" })
	@ContextConfiguration(classes = ShopApplication.class)
	@Import(Shared.class)
	static class JdbcSlice extends TellingCase {

	}

	@SpringBootTest(properties = { "spring.flyway.enabled=false",
			"spring.autoconfigure.exclude=org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration" },
			classes = { ShopApplication.class, Shared.class })
	static class WholeContext extends TellingCase {

	}

}
