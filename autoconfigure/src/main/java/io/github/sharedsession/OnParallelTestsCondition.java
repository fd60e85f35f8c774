package io.github.sharedsession;

import io.github.sharedsession.spi.TestForks;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnParallelTests}.
 */
class OnParallelTestsCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean wanted = metadata.getAnnotations()
			.get(ConditionalOnParallelTests.class)
			.getBoolean(MergedAnnotation.VALUE);
		boolean parallel = Implementation.FORKS.areParallel();
		return new ConditionOutcome(wanted == parallel, ConditionMessage
			.forCondition(ConditionalOnParallelTests.class, wanted)
			.because(parallel ? "other test JVMs run beside this one" : "no other test JVM runs beside this one"));
	}

	/** Loaded when a condition is first evaluated. */
	static final class Implementation {

		static final TestForks FORKS = SpringFactoriesLoader
			.forDefaultResourceLocation(OnParallelTestsCondition.class.getClassLoader())
			.load(TestForks.class)
			.get(0);

		private Implementation() {
		}

	}

}
