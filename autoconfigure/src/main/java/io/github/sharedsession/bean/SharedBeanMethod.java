package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Objects;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.coordinator.Coordinator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A {@link SharedSessionBean @SharedSessionBean} method as the definition of one bean.
 *
 * @param beanName the name of the bean
 * @param method the method
 * @param owner the configuration or test class it was found on, which may be a subclass
 * of the declaring class
 * @param annotation the annotation
 */
record SharedBeanMethod(String beanName, Method method, Class<?> owner, SharedSessionBean annotation) {

	static SharedBeanMethod of(String beanName, Method method, Class<?> owner) {
		return new SharedBeanMethod(beanName, method, owner,
				Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, SharedSessionBean.class)));
	}

	/**
	 * A method that is no bean definition yet: the name is what the annotation says, or
	 * else the method's.
	 */
	static SharedBeanMethod of(Method method, Class<?> owner) {
		SharedBeanMethod named = of(method.getName(), method, owner);
		String[] names = named.annotation().name();
		return (names.length > 0) ? new SharedBeanMethod(names[0], method, owner, named.annotation()) : named;
	}

	/** Whether the method returns a recipe, and not a plain value. */
	boolean isRecipe() {
		return SharedBean.class.isAssignableFrom(this.method.getReturnType());
	}

	SharedBeanScope scope() {
		return this.annotation.scope();
	}

	boolean isStatic() {
		return Modifier.isStatic(this.method.getModifiers());
	}

	private ResolvableType returnType() {
		return ResolvableType.forMethodReturnType(this.method, this.owner);
	}

	/**
	 * The type of the bean: what a plain value is declared as, or {@code T} of
	 * {@code SharedBean<V, T>}.
	 */
	ResolvableType beanType() {
		if (!isRecipe()) {
			return returnType();
		}
		ResolvableType type = returnType().as(SharedBean.class).getGeneric(1);
		Class<?> resolved = type.resolve();
		if (resolved == null) {
			throw new SharedBeanDefinitionException(
					"The type of the " + description() + " can't be told from the return type of its method, "
							+ this.method.getGenericReturnType()
							+ ": the second type argument of SharedBean is missing or unresolvable.",
					"Declare it in full, as in SharedBean<Value, Client>. The first argument may be '?'.", null);
		}
		return type.hasGenerics() ? type : ResolvableType.forClass(resolved);
	}

	/**
	 * The declared type of the shared value, or {@code null} when the declaration says
	 * {@code ?}.
	 */
	@Nullable Type valueType() {
		if (!isRecipe()) {
			return returnType().getType();
		}
		ResolvableType type = returnType().as(SharedBean.class).getGeneric(0);
		Class<?> resolved = type.resolve();
		return (resolved == null) ? null : type.hasGenerics() ? type.getType() : resolved;
	}

	String location() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName() + "()";
	}

	String description() {
		return "shared bean '" + this.beanName + "' (declared by " + location() + ", asked for by "
				+ Coordinator.describeThisJvm() + ")";
	}

}
