package io.github.sharedsession.bean;

import io.github.sharedsession.SharedBean;

/**
 * The bean of a former generation of a resource, connected only to destroy what was made
 * with it.
 *
 * @param beanName the name of the bean in this context
 * @param connection calls with the bean, and ends it afterwards
 */
record FormerBean(String beanName, Connection connection) {

	static <V, T> void connect(SharedBean<V, T> recipe, V value, User user) throws Exception {
		T bean = recipe.connect(value);
		try {
			user.use(bean);
		}
		finally {
			recipe.disconnect(bean);
		}
	}

	interface Connection {

		void with(User user) throws Exception;

	}

	interface User {

		void use(Object bean) throws Exception;

	}

}
