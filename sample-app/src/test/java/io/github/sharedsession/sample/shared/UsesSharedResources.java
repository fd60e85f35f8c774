package io.github.sharedsession.sample.shared;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * For a test with the shared resources: a PostgreSQL server, the database of the
 * application with all migrations applied, and the keys of the payment service.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(SharedTestResources.class)
@TestExecutionListeners(listeners = SharingLedgerListener.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface UsesSharedResources {

}
