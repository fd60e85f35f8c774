package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.Optional;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import jakarta.persistence.Entity;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slices of what applications get at databases with, none of which gets an embedded
 * database instead.
 */
class DataAccessTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void hibernateUsesACopyForEachTestThatCommits() {
		TestRun.succeeding(JpaCase.class);
		assertThat(Ledger.lines("database")).hasSize(2)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.startsWith("shared_session_"));
	}

	@Test
	void springDataJdbcUsesTheDatabase() {
		TestRun.succeeding(DataJdbcCase.class);
		assertThat(Ledger.lines("database")).singleElement().asString().startsWith("shared_session_");
	}

	@Test
	void jooqUsesACopyForEachTestThatCommits() {
		TestRun.succeeding(JooqCase.class);
		assertThat(Ledger.lines("database")).hasSize(2)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.startsWith("shared_session_"));
	}

	private static void tell(JdbcClient jdbc) {
		Ledger.add("database", jdbc.sql("select current_database()").query(String.class).single());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PerTest {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> database() {
			return SharedDatabase.postgres(Postgres.url(), Postgres.USER, null).copied(DatabaseCopy.PER_TEST).build();
		}

	}

	@Entity(name = "item")
	static class Item {

		@jakarta.persistence.Id
		int id;

		String name = "";

	}

	interface Items extends JpaRepository<Item, Integer> {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = DataAccessTests.class)
	@EnableJpaRepositories(considerNestedRepositories = true)
	static class JpaApplication {

	}

	@DataJpaTest(properties = { "spring.autoconfigure.exclude=", "spring.jpa.hibernate.ddl-auto=validate" })
	@ContextConfiguration(classes = JpaApplication.class)
	@Import(PerTest.class)
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	static class JpaCase {

		@RepeatedTest(2)
		void writesAndCommits(@Autowired Items items, @Autowired JdbcClient jdbc) {
			assertThat(items.findAll()).extracting((item) -> item.name).containsExactly("first");
			Item item = new Item();
			item.id = 2;
			item.name = "mine";
			items.saveAndFlush(item);
			assertThat(jdbc.sql("select name from item where id = 2").query(String.class).single()).isEqualTo("mine");
			tell(jdbc);
		}

	}

	@Table("item")
	record Row(@Id int id, String name) {
	}

	interface Rows extends CrudRepository<Row, Integer> {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableJdbcRepositories(considerNestedRepositories = true)
	static class DataJdbcApplication {

	}

	@DataJdbcTest(properties = "spring.autoconfigure.exclude=")
	@ContextConfiguration(classes = DataJdbcApplication.class)
	@Import(PerTest.class)
	static class DataJdbcCase {

		@Test
		void reads(@Autowired Rows rows, @Autowired JdbcClient jdbc) {
			assertThat(rows.findById(1)).isEqualTo(Optional.of(new Row(1, "first")));
			tell(jdbc);
		}

	}

	@JooqTest(properties = "spring.autoconfigure.exclude=")
	@ContextConfiguration(classes = Application.class)
	@Import(PerTest.class)
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	static class JooqCase {

		@RepeatedTest(2)
		void writesAndCommits(@Autowired DSLContext jooq) {
			assertThat(jooq.dialect()).isEqualTo(SQLDialect.POSTGRES);
			assertThat(jooq.select(DSL.field("name", String.class)).from("item").fetchSingle().value1())
				.isEqualTo("first");
			jooq.insertInto(DSL.table("item")).values(2, "mine").execute();
			Ledger.add("database", jooq.select(DSL.field("current_database()", String.class)).fetchSingle().value1());
		}

	}

}
