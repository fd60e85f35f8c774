package io.github.sharedsession.jdbc;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.ApplicationDataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Keeps contexts from running the scripts of {@code spring.sql.init} a second time:
 * unlike the tools for migrations, they know nothing of a first.
 */
final class InitializedDatabases implements BeanPostProcessor {

	private final JdbcConnectionDetails details;

	private InitializedDatabases(JdbcConnectionDetails details) {
		this.details = details;
	}

	static void register(ConfigurableListableBeanFactory beanFactory, JdbcConnectionDetails details) {
		beanFactory.addBeanPostProcessor(new InitializedDatabases(details));
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean.getClass() != ApplicationDataSourceScriptDatabaseInitializer.class) {
			return bean;
		}
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(DatabaseInitializationMode.NEVER);
		return new ApplicationDataSourceScriptDatabaseInitializer(new ConnectionDetailsDataSource(this.details),
				settings);
	}

}
