package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;

import org.springframework.test.context.MergedContextConfiguration;

/**
 * What a context may share that no configuration class of its own tells.
 *
 * @param configuration of the context
 * @param methods the shared bean methods of its test class, which is not a configuration
 * class
 * @param autouseNames the configuration classes to use without being named
 * @param databaseChoice the annotation by which the class names a database, or an empty
 * string
 */
record TestClassBeans(MergedContextConfiguration configuration, List<Method> methods, List<String> autouseNames,
		String databaseChoice) {

	Class<?> testClass() {
		return this.configuration.getTestClass();
	}

}
