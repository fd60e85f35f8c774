package io.github.sharedsession.jdbc;

import java.util.Collection;
import java.util.List;

import javax.sql.DataSource;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.bean.RecipeCall;

import org.springframework.util.ClassUtils;

/**
 * The schema that Hibernate, configured by Spring Boot, makes of the entities.
 */
final class JpaSchemaMigrations implements ContextMigrations {

	@Override
	public Migrations in(RecipeCall call) {
		if (!ClassUtils.isPresent(JpaSchema.AUTO_CONFIGURATION, call.beanFactory().getBeanClassLoader())) {
			throw new SharedBeanDefinitionException(
					"The schema of the " + call.description()
							+ " is made by Hibernate, and spring-boot-hibernate is not on the class path.",
					"Add org.springframework.boot:spring-boot-starter-data-jpa, or use Migrations.scripts(...).", null);
		}
		return ApplicationMigrations.jpaSchema(call);
	}

	@Override
	public Collection<String> inputs() {
		return List.of();
	}

	@Override
	public void migrate(DataSource dataSource) {
		throw new UnsupportedOperationException("Call in(RecipeCall)");
	}

}
