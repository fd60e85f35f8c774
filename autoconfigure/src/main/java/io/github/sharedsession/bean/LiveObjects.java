package io.github.sharedsession.bean;

import java.util.concurrent.Executor;

import javax.sql.DataSource;

import io.github.sharedsession.SharedLiveObjectException;

import org.springframework.util.ClassUtils;

/**
 * Recognizes values that live in their JVM and can't be handed to another.
 */
final class LiveObjects {

	private static final String CONTAINER = "org.testcontainers.lifecycle.Startable";

	private static final boolean SQL_PRESENT = ClassUtils.isPresent("javax.sql.DataSource",
			LiveObjects.class.getClassLoader());

	private LiveObjects() {
	}

	/**
	 * Check the declared type of a plain value, before anything is made.
	 */
	static void checkDeclaredType(SharedBeanMethod method) {
		Class<?> type = method.method().getReturnType();
		if (isLive(type)) {
			throw refuse(method, type);
		}
	}

	/**
	 * Check a shared value that was made.
	 */
	static void check(SharedBeanMethod method, Object value) {
		if (isLive(value.getClass())) {
			throw refuse(method, value.getClass());
		}
	}

	private static boolean isLive(Class<?> type) {
		return (AutoCloseable.class.isAssignableFrom(type) && !type.isRecord()) || Executor.class.isAssignableFrom(type)
				|| Thread.class.isAssignableFrom(type) || (SQL_PRESENT && DataSourceCheck.isDataSource(type))
				|| isContainer(type);
	}

	private static boolean isContainer(Class<?> type) {
		for (Class<?> candidate : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (candidate.getName().equals(CONTAINER)) {
				return true;
			}
		}
		return false;
	}

	private static SharedLiveObjectException refuse(SharedBeanMethod method, Class<?> type) {
		String action = isContainer(type) ? new ContainerRecipe(type).toString()
				: "Return a recipe, which has data to share and makes the live object in each context: "
						+ "return SharedBean.createdBy(<data>).connectedBy(data -> <" + type.getSimpleName() + ">).";
		return new SharedLiveObjectException("The " + method.description() + " is a live object of type "
				+ type.getName() + ", which can't be handed to another JVM as a value.", action, null);
	}

	/** Apart, since the module of the type need not be there. */
	private static final class DataSourceCheck {

		static boolean isDataSource(Class<?> type) {
			return DataSource.class.isAssignableFrom(type);
		}

	}

}
