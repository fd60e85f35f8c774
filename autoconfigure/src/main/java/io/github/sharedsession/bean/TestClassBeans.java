package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;

/**
 * What a context may share that no configuration class of its own tells.
 *
 * @param testClass the test class that it was made for
 * @param methods the shared bean methods of that class, which is no configuration class
 * @param autouseNames the configuration classes to use without being named
 */
record TestClassBeans(Class<?> testClass, List<Method> methods, List<String> autouseNames) {
}
