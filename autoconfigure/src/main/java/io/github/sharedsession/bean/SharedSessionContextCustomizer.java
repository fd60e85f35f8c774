package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.util.List;

import io.github.sharedsession.TestSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Brings shared beans into a test context. Part of the context cache key, so it holds
 * nothing but the shared bean methods of the test class itself, and the configuration
 * classes that it uses without naming them, with what is to be left out of them: classes
 * without any have equal customizers.
 */
class SharedSessionContextCustomizer implements ContextCustomizer {

	private final List<Method> testClassMethods;

	private final List<String> autouseNames;

	private final String databaseChoice;

	private final int hashCode;

	/**
	 * Create a customizer.
	 * @param databaseChoice the annotation by which the test class names a database, or
	 * an empty string
	 */
	SharedSessionContextCustomizer(List<Method> testClassMethods, List<String> autouseNames, String databaseChoice) {
		this.databaseChoice = databaseChoice;
		this.testClassMethods = List.copyOf(testClassMethods);
		this.autouseNames = List.copyOf(autouseNames);
		// Asked for again and again, before and after each test
		this.hashCode = 31 * (31 * this.testClassMethods.hashCode() + this.autouseNames.hashCode())
				+ databaseChoice.hashCode();
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		DefaultListableBeanFactory beanFactory = SharedBeanDefinitions.beanFactory(context.getBeanFactory());
		if (beanFactory == null) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(SharedBeanConfiguration.class);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		SharedBeanContext sharedBeanContext = SharedBeanContext.register(context, definition);
		// The lower levels of a hierarchy see what the uppermost one uses
		List<String> names = (mergedConfig.getParent() == null) ? this.autouseNames : List.of();
		SharedBeanConfiguration.setTestClassBeans(definition,
				new TestClassBeans(mergedConfig, this.testClassMethods, names, this.databaseChoice));
		beanFactory.addBeanPostProcessor(new RecipeTypes(beanFactory));
		context.addBeanFactoryPostProcessor(new SharedBeanPostProcessor(definition));
		// No bean: the container would look at it for each type that anybody looks for
		ObjectFactory<TestSession> testSession = sharedBeanContext::testSession;
		beanFactory.registerResolvableDependency(TestSession.class, testSession);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SharedSessionContextCustomizer customizer
				&& this.testClassMethods.equals(customizer.testClassMethods)
				&& this.autouseNames.equals(customizer.autouseNames)
				&& this.databaseChoice.equals(customizer.databaseChoice);
	}

	@Override
	public int hashCode() {
		return this.hashCode;
	}

}
