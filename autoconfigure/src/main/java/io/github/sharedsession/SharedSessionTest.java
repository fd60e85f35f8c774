package io.github.sharedsession;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a test class wants of its session. May be inherited, be a meta-annotation,
 * and applies to nested classes; test classes that want different things have different
 * contexts.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface SharedSessionTest {

	/**
	 * Whether the tests have the beans that are named in
	 * {@code META-INF/spring/io.github.sharedsession.SharedSessionBean.imports} on the
	 * class path, without importing them.
	 * @return {@code true} by default
	 */
	boolean autouse() default true;

}
