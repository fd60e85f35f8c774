package io.github.sharedsession.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.core.acquire.Coordinator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A {@link SharedSessionBean @SharedSessionBean} method as the definition of one bean.
 *
 * @param beanName the name of the bean
 * @param method the method
 * @param owner the configuration or test class it was found on, which may be a subclass
 * of the declaring class
 * @param annotation the annotation
 * @param part which part of the bean it is, or {@code null} for the bean itself
 */
record SharedBeanMethod(String beanName, Method method, Class<?> owner, SharedSessionBean annotation,
		@Nullable Part part) {

	static SharedBeanMethod of(String beanName, Method method, Class<?> owner) {
		return new SharedBeanMethod(beanName, method, owner,
				Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, SharedSessionBean.class)),
				null);
	}

	/**
	 * A method that is no bean definition yet: the name is what the annotation says, or
	 * else the method's.
	 */
	static SharedBeanMethod of(Method method, Class<?> owner) {
		SharedBeanMethod named = of(method.getName(), method, owner);
		String[] names = named.annotation().name();
		return (names.length > 0) ? new SharedBeanMethod(names[0], method, owner, named.annotation(), null) : named;
	}

	/** The name of the bean that this one is a part of, or its own. */
	String wholeName() {
		return (this.part != null) ? this.part.of() : this.beanName;
	}

	/** The definition of a part of the same bean, which comes from the same method. */
	SharedBeanMethod part(String name, SharedBeanScope scope, Class<?> type) {
		return new SharedBeanMethod(wholeName() + "." + name, this.method, this.owner, this.annotation,
				new Part(name, wholeName(), scope, type));
	}

	/** Whether the method returns a recipe, and not a plain value. */
	boolean isRecipe() {
		return SharedBean.class.isAssignableFrom(this.method.getReturnType());
	}

	/** Whether the contexts of a JVM may have one and the same object. */
	boolean isImmutable() {
		return this.part == null && this.annotation.immutable();
	}

	SharedBeanScope scope() {
		return (this.part != null) ? this.part.scope() : this.annotation.scope();
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
		if (this.part != null) {
			return ResolvableType.forClass(this.part.type());
		}
		if (!isRecipe()) {
			return returnType();
		}
		ResolvableType type = declaredBeanType();
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

	/** The {@code T} of a recipe as it is declared, which may be unresolvable. */
	ResolvableType declaredBeanType() {
		return returnType().as(SharedBean.class).getGeneric(1);
	}

	/**
	 * The declared type of the shared value, or {@code null} when the declaration says
	 * {@code ?}.
	 */
	@Nullable Type valueType() {
		if (this.part != null) {
			return null;
		}
		if (!isRecipe()) {
			return typeOf(returnType());
		}
		ResolvableType type = returnType().as(SharedBean.class).getGeneric(0);
		Class<?> resolved = type.resolve();
		return (resolved == null) ? null : type.hasGenerics() ? typeOf(type) : resolved;
	}

	/** With what the owner says of the type parameters of a superclass. */
	private Type typeOf(ResolvableType type) {
		Class<?> resolved = type.resolve();
		if (resolved == null || resolved.isArray() || type.getType() instanceof WildcardType
				|| this.method.getDeclaringClass().getTypeParameters().length == 0) {
			return type.getType();
		}
		ResolvableType[] generics = Stream.of(type.getGenerics())
			.map((generic) -> ResolvableType.forType(typeOf(generic)))
			.toArray(ResolvableType[]::new);
		return (generics.length == 0) ? resolved : ResolvableType.forClassWithGenerics(resolved, generics).getType();
	}

	/**
	 * The class below that of the method which may have it make something else: it
	 * overrides what the method may call, gives type parameters, or arguments to the
	 * constructor.
	 * @return the class, or {@code null} when the method makes the same wherever it is
	 * inherited
	 */
	@Nullable Class<?> variant() {
		Class<?> declaring = this.method.getDeclaringClass();
		if (isStatic() || declaring == this.owner) {
			return null;
		}
		if (declaring.getTypeParameters().length > 0
				|| Stream.of(declaring.getDeclaredConstructors()).anyMatch((made) -> made.getParameterCount() > 0)) {
			return this.owner;
		}
		for (Class<?> type = this.owner; type != null && type != declaring; type = type.getSuperclass()) {
			if (Stream.of(type.getDeclaredMethods()).anyMatch((own) -> isOverriding(own, declaring))) {
				return type;
			}
		}
		return null;
	}

	private static boolean isOverriding(Method method, Class<?> inherited) {
		Method overridden = ReflectionUtils.findMethod(inherited, method.getName(), method.getParameterTypes());
		return overridden != null && !Modifier.isStatic(overridden.getModifiers())
				&& !Modifier.isPrivate(overridden.getModifiers());
	}

	String location() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName() + "()";
	}

	String description() {
		return "shared bean '" + this.beanName + "' (declared by " + location() + ", asked for by "
				+ Coordinator.describeThisJvm() + ")";
	}

	/**
	 * What tells a part of a bean from the bean.
	 *
	 * @param name the name of the part
	 * @param of the name of the bean
	 * @param scope the scope of the part
	 * @param type the type of the part's bean
	 */
	record Part(String name, String of, SharedBeanScope scope, Class<?> type) {
	}

}
