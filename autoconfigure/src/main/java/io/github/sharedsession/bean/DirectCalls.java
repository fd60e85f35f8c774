package io.github.sharedsession.bean;

import java.lang.reflect.Method;

import io.github.sharedsession.SharedBeanDirectCallException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory;
import org.springframework.beans.factory.support.CglibSubclassingInstantiationStrategy;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * What becomes of a shared bean's method that is called directly, by another method of a
 * proxied configuration class. With arguments such a call bypasses instance suppliers and
 * would run the method itself, in every JVM; for a recipe Spring's own message speaks of
 * an overridden bean.
 */
final class DirectCalls extends CglibSubclassingInstantiationStrategy {

	private DirectCalls() {
	}

	static void handle(AbstractAutowireCapableBeanFactory beanFactory) {
		beanFactory.setInstantiationStrategy(new DirectCalls());
	}

	@Override
	@SuppressWarnings("NullAway") // javac 17 does not read that the elements of 'args'
									// may be null, later ones do
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... args) {
		if (beanName != null && definition.getInstanceSupplier() instanceof SharedBeanInstanceSupplier supplier
				&& owner instanceof ConfigurableListableBeanFactory beanFactory) {
			if (supplier.method().isRecipe()) {
				throw refuse(supplier.method().location(), null);
			}
			return supplier.get(RegisteredBean.of(beanFactory, beanName));
		}
		try {
			return super.instantiate(definition, beanName, owner, factoryBean, factoryMethod, args);
		}
		catch (BeanInstantiationException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				RuntimeException translated = translate(cause);
				if (translated != cause) {
					throw translated;
				}
			}
			throw ex;
		}
	}

	/**
	 * Give our own error where Spring complains that a recipe's method returns no bean of
	 * the recipe's type.
	 */
	static RuntimeException translate(RuntimeException ex) {
		String message = ex.getMessage();
		StackTraceElement[] trace = ex.getStackTrace();
		boolean fromEnhancer = ex instanceof IllegalStateException && message != null && trace.length > 0
				&& trace[0].getClassName().contains("ConfigurationClassEnhancer") && message.startsWith("@Bean method ")
				&& message.contains("io.github.sharedsession.SharedBean");
		return (fromEnhancer && message != null) ? refuse(message.split(" ", 4)[2] + "()", ex) : ex;
	}

	private static SharedBeanDirectCallException refuse(String location, @Nullable Throwable cause) {
		return new SharedBeanDirectCallException(
				"The recipe method " + location + " was called directly by another method of a configuration class.",
				"Let the bean be injected instead, as a parameter of the method that needs it.", cause);
	}

}
