package io.github.sharedsession;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches in forks with one of the given numbers.
 * May stand on bean methods and configuration classes of any context.
 *
 * @see TestSession#forkNumber()
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnForkNumberCondition.class)
public @interface ConditionalOnForkNumber {

	/**
	 * The numbers that the build tool gives to forks, from 1. A JVM that has none counts
	 * as 1.
	 * @return one or more numbers
	 */
	int[] value();

}
