package io.github.sharedsession;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Makes JUnit Jupiter tests take turns over all JVMs of a session: the counterpart of
 * {@link ResourceLock} across forks, and one itself for the threads of each JVM.
 * <p>
 * On a test class the lock is taken before {@code @BeforeAll} methods and the application
 * context, and held for the whole class; on a method it is taken before
 * {@code @BeforeEach} methods. Several are taken in the order of their names, and a class
 * that has one takes those of its methods and nested classes, too, so that no two tests
 * wait for each other. May be inherited, be a meta-annotation, and stand on a nested
 * class. A test that does not get its lock within {@code shared-session.wait-timeout}
 * fails with a {@link SharedSessionLockTimeoutException}. As the test may not have an
 * application context yet, the property of a context does not count, only that of the
 * JVM: a system property, environment variable or JUnit configuration parameter, or
 * {@code shared-session.properties}.
 *
 * @see TestSession#lock(String)
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(SharedSessionLock.List.class)
@ExtendWith(SharedSessionLockExtension.class)
@ResourceLock(providers = SharedSessionLocksProvider.class)
public @interface SharedSessionLock {

	/**
	 * The name of the lock.
	 * @return the name, of any characters
	 */
	String value();

	/**
	 * Whether others may have the lock at the same time, for reading as well.
	 * @return the mode
	 */
	ResourceAccessMode mode() default ResourceAccessMode.READ_WRITE;

	/**
	 * Several locks.
	 */
	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@Inherited
	@ExtendWith(SharedSessionLockExtension.class)
	@ResourceLock(providers = SharedSessionLocksProvider.class)
	@interface List {

		/**
		 * The locks.
		 * @return the locks
		 */
		SharedSessionLock[] value();

	}

}
