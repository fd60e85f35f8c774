package io.github.sharedsession.bean;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;

/**
 * Resolves arguments as the container does, with the bean of a former generation in the
 * place of the one that the context has, or is just about to get.
 *
 * @param beanName the name of the bean in this context
 * @param formerBean the bean of the former generation
 */
record FormerBeanSubstitute(String beanName, Object formerBean) {

	@Nullable Object[] resolveArguments(RegisteredBean bean, Method method) {
		ConfigurableListableBeanFactory beanFactory = bean.getBeanFactory();
		@Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = beanFactory.resolveDependency(new Descriptor(new MethodParameter(method, i)),
					bean.getBeanName());
		}
		return arguments;
	}

	private final class Descriptor extends DependencyDescriptor {

		Descriptor(MethodParameter parameter) {
			super(parameter, true);
		}

		@Override
		public Object resolveCandidate(String candidate, Class<?> requiredType, BeanFactory beanFactory) {
			return candidate.equals(FormerBeanSubstitute.this.beanName) ? FormerBeanSubstitute.this.formerBean
					: super.resolveCandidate(candidate, requiredType, beanFactory);
		}

	}

}
