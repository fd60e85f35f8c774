package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionTest;

import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Creates the customizer of shared beans for every test class: only the processing of its
 * configuration tells whether there are any. Comes first, as Boot's own factory refuses
 * with less to say.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SharedSessionContextCustomizerFactory implements ContextCustomizerFactory {

	/** For most test classes, as what they share is found elsewhere. */
	private static final ContextCustomizer NOTHING = new SharedSessionContextCustomizer(List.of(), List.of(), "");

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Set<Method> methods = new LinkedHashSet<>();
		collectMethods(testClass, methods);
		if (!methods.isEmpty()) {
			checkImport(testClass, methods);
		}
		List<String> names = autouseNames(testClass);
		return (methods.isEmpty() && names.isEmpty()) ? NOTHING : new SharedSessionContextCustomizer(
				List.copyOf(methods), names, names.isEmpty() ? "" : TestDatabaseChoice.of(testClass));
	}

	private static List<String> autouseNames(Class<?> testClass) {
		List<String> names = AutouseConfigurations.find();
		if (names.isEmpty()) {
			return names;
		}
		SharedSessionTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				SharedSessionTest.class);
		return (annotation == null || annotation.autouse()) ? names : List.of();
	}

	/** Boot asks the class which the imports come from, and no class below it. */
	private static void checkImport(Class<?> testClass, Set<Method> methods) {
		AnnotationDescriptor<Import> descriptor = TestContextAnnotationUtils.findAnnotationDescriptor(testClass,
				Import.class);
		if (descriptor == null) {
			return;
		}
		Class<?> importing = descriptor.getRootDeclaringClass();
		for (Method method : methods) {
			if (!method.getDeclaringClass().isInterface() && method.getDeclaringClass().isAssignableFrom(importing)) {
				throw new SharedBeanDefinitionException(
						"The test class " + importing.getName() + " has both @Import and the shared bean method "
								+ method.getName() + "(), and Spring Boot supports no @Bean methods on such a class.",
						"Move the method to a static nested class with @TestConfiguration.", null);
			}
		}
	}

	private static void collectMethods(Class<?> testClass, Set<Method> methods) {
		List<Class<?>> types = new ArrayList<>(ClassUtils.getAllInterfacesForClassAsSet(testClass));
		for (Class<?> type = testClass; type != null && type != Object.class; type = type.getSuperclass()) {
			types.add(type);
		}
		for (Class<?> type : types) {
			if (!type.getName().startsWith("java.")) {
				collectDeclaredMethods(type, methods);
			}
		}
		if (TestContextAnnotationUtils.searchEnclosingClass(testClass)) {
			collectMethods(testClass.getEnclosingClass(), methods);
		}
	}

	private static void collectDeclaredMethods(Class<?> type, Set<Method> methods) {
		List<Method> found = new ArrayList<>();
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (Modifier.isStatic(method.getModifiers())
					&& AnnotatedElementUtils.hasAnnotation(method, SharedSessionBean.class)) {
				found.add(method);
			}
		}
		if (found.size() > 1) {
			// The JVM gives them in no order
			found.sort(Comparator.comparing(Method::getName));
		}
		methods.addAll(found);
	}

}
