package io.github.sharedsession;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Lets JUnit's own scheduler keep apart the tests of one JVM: it knows the resource locks
 * that they have besides, and blocks none of its threads.
 */
class SharedSessionLocksProvider implements ResourceLocksProvider {

	private static final String PREFIX = SharedSessionLock.class.getName() + ":";

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		return locks(testClass);
	}

	@Override
	public Set<Lock> provideForNestedClass(List<Class<?>> enclosingInstanceTypes, Class<?> testClass) {
		return locks(testClass);
	}

	@Override
	public Set<Lock> provideForMethod(List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
		return locks(testMethod);
	}

	private static Set<Lock> locks(AnnotatedElement element) {
		return AnnotatedElementUtils.findMergedRepeatableAnnotations(element, SharedSessionLock.class)
			.stream()
			.map((lock) -> new Lock(PREFIX + lock.value(), lock.mode()))
			.collect(Collectors.toSet());
	}

}
