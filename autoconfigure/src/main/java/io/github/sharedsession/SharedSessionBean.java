package io.github.sharedsession;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AliasFor;

/**
 * Indicates that a method produces a bean that is made once per test session, by the
 * first of all forked JVMs that needs it, and is reused by all others.
 * <p>
 * A composed {@link Bean @Bean}: nothing else is needed on the method. It is supported on
 * static and instance methods of {@code @Configuration} and {@code @TestConfiguration}
 * classes and on static methods of a test class, its superclasses, interfaces and
 * enclosing classes.
 * <p>
 * A method that returns a plain value is called in one JVM only; the value must be data
 * and is handed on as JSON. A method that returns a {@link SharedBean} is called in every
 * context; of the returned recipe only the first JVM runs {@link SharedBean#create()},
 * every context runs {@link SharedBean#connect(Object)}, and the last to close runs
 * {@link SharedBean#destroy(Object)}.
 *
 * @see SharedBean
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Bean(destroyMethod = "")
public @interface SharedSessionBean {

	/**
	 * Alias for {@link #name()}.
	 * @return the name of the bean, and its aliases
	 */
	@AliasFor(annotation = Bean.class, attribute = "name")
	String[] value() default {};

	/**
	 * The name of the bean, or if several its name and its aliases. By default the name
	 * of the method.
	 * @return the name of the bean, and its aliases
	 */
	@AliasFor(annotation = Bean.class, attribute = "name")
	String[] name() default {};

	/**
	 * The public no-argument method that is called once on the shared value, by the last
	 * context of the session to close. Never called by Spring itself when a context
	 * closes. By default the {@code close()} method of a value that is
	 * {@link AutoCloseable}, or none; a recipe names its own with
	 * {@link SharedBean#destroyedBy}.
	 * @return the name of a method, or an empty string to infer it
	 */
	String destroyMethod() default "";

	/**
	 * How far the bean is shared. With {@link SharedBeanScope#FORK} nothing is written as
	 * JSON, and the value may be any live object. With {@link SharedBeanScope#CACHED}
	 * there must be {@link #inputs}.
	 * @return {@link SharedBeanScope#SESSION} by default
	 */
	SharedBeanScope scope() default SharedBeanScope.SESSION;

	/**
	 * Whether nobody changes the shared value. It is read once for all contexts of a JVM
	 * then, which get the same object, for as long as one of them uses it: for large
	 * values, whose reading takes long. By default every context gets a copy of its own,
	 * so that a test which changes it changes nothing for others. Nothing checks that the
	 * value really stays as it is. Of no effect with {@link SharedBeanScope#FORK}, where
	 * all contexts have the same object anyway.
	 * @return {@code false} by default
	 */
	boolean immutable() default false;

	/**
	 * What tells apart the resources that one method makes under different settings, for
	 * example <code>"${db.url}"</code>. Placeholders and SpEL expressions are resolved in
	 * each context; contexts with the same result share one resource.
	 * @return an expression, or an empty string
	 */
	String key() default "";

	/**
	 * What the resource is made from besides the declaring class: resource patterns such
	 * as {@code "classpath:db/migration/**"}, whose content counts, and placeholders such
	 * as <code>"${db.version}"</code>. A change makes a new resource.
	 * @return resource patterns and placeholders
	 */
	String[] inputs() default {};

	/**
	 * How long other JVMs wait for this one to be created, as in {@code "90s"} or
	 * {@code "PT2M"}. By default {@code shared-session.wait-timeout}.
	 * @return a duration, or an empty string for the default
	 */
	String waitTimeout() default "";

}
