package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.bean.RecipeCall;

import org.springframework.util.ClassUtils;

/**
 * Liquibase, configured by Spring Boot.
 */
final class LiquibaseMigrations implements ContextMigrations {

	private final String changeLog;

	LiquibaseMigrations(String changeLog) {
		this.changeLog = changeLog;
	}

	@Override
	public Migrations in(RecipeCall call) {
		if (!ClassUtils.isPresent(ApplicationMigrations.LIQUIBASE_AUTO_CONFIGURATION,
				call.beanFactory().getBeanClassLoader())) {
			throw new SharedBeanDefinitionException(
					"The " + call.description() + " is migrated by Liquibase, and spring-boot-liquibase is not on the "
							+ "class path.",
					"Add org.springframework.boot:spring-boot-liquibase, or use Migrations.of(version, dataSource -> ...).",
					null);
		}
		return ApplicationMigrations.liquibase(call, this.changeLog);
	}

	@Override
	public Collection<String> inputs() {
		return List.of(this.changeLog);
	}

	@Override
	public void migrate(DataSource dataSource) {
		throw new UnsupportedOperationException("Call in(RecipeCall)");
	}

}
