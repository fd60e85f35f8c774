package io.github.sharedsession.jdbc;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Runs the scripts of {@code spring.sql.init} as the user of the shared database, and not
 * as {@code spring.sql.init.username}, whom it doesn't know. The properties are known by
 * their name: they need not be on the class path.
 */
final class ScriptsUser implements BeanPostProcessor {

	private static final String PROPERTIES = "org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties";

	/** After they have been bound. */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass().getName().equals(PROPERTIES)) {
			BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(bean);
			properties.setPropertyValue("username", null);
			properties.setPropertyValue("password", null);
		}
		return bean;
	}

}
