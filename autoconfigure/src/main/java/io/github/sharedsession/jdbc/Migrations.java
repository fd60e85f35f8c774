package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBeanCallback;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * What makes an empty database the one that the application expects: run once per
 * session, by the fork that comes first.
 */
public interface Migrations {

	/**
	 * What the result depends on: resource patterns, whose content counts, and any other
	 * text. A change makes a new database.
	 * @return resource patterns and texts
	 * @see io.github.sharedsession.SharedSessionBean#inputs()
	 */
	Collection<String> inputs();

	/**
	 * Migrate a database.
	 * @param dataSource connects to the database; not pooled
	 * @throws Exception when the migrations fail; the database is dropped then
	 */
	void migrate(DataSource dataSource) throws Exception;

	/**
	 * Run SQL scripts, one after the other. PostgreSQL gets each as a whole; for other
	 * servers they are split at semicolons.
	 * @param locations resource locations; on the class path when they have no prefix
	 * @return the migrations
	 */
	static Migrations scripts(String... locations) {
		return new ScriptMigrations(List.of(locations));
	}

	/**
	 * Run Flyway as the application would, with its {@code spring.flyway.*}. Without
	 * Spring Boot's support of Flyway, with the defaults of Flyway.
	 * @return the migrations
	 */
	static Migrations flyway() {
		return flyway((configuration) -> {
		});
	}

	/**
	 * Run Flyway as the application would, and as the given callback says besides.
	 * @param customizer changes the configuration; called several times
	 * @return the migrations
	 */
	static Migrations flyway(Consumer<FluentConfiguration> customizer) {
		return new FlywayMigrations(customizer);
	}

	/**
	 * Run Liquibase as the application would, with its {@code spring.liquibase.*}. Needs
	 * {@code spring-boot-liquibase}.
	 * @param changeLog the location of the change log, as of
	 * {@code spring.liquibase.change-log}
	 * @return the migrations
	 */
	static Migrations liquibase(String changeLog) {
		return new LiquibaseMigrations(changeLog);
	}

	/**
	 * Let Hibernate make the schema of the application's entities, with its
	 * {@code spring.jpa.*}, also where {@code spring.jpa.hibernate.ddl-auto} says
	 * {@code none} or {@code validate}. The contexts of the application then make, change
	 * and drop nothing. Needs {@code spring-boot-hibernate}. It also happens by itself:
	 * where no migrations are given, and the application would do it on an embedded
	 * database.
	 * @return the migrations
	 */
	static Migrations jpaSchema() {
		return new JpaSchemaMigrations();
	}

	/**
	 * Run any code.
	 * @param version what tells different results of the code apart: increase it when the
	 * code changes
	 * @param callback migrates the database
	 * @return the migrations
	 */
	static Migrations of(String version, SharedBeanCallback<DataSource> callback) {
		return new CallbackMigrations(version, callback);
	}

}
