package io.github.sharedsession;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches in a test run whose JVMs run beside each
 * other, or with {@code false} in one that has a single JVM at a time. May stand on bean
 * methods and configuration classes of any context.
 *
 * @see TestSession#isParallel()
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnParallelTestsCondition.class)
public @interface ConditionalOnParallelTests {

	/**
	 * Whether the tests must run in parallel JVMs, or must not.
	 * @return {@code true} by default
	 */
	boolean value() default true;

}
