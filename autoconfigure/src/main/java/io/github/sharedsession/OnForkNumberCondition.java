package io.github.sharedsession;

import java.util.Arrays;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnForkNumber}.
 */
class OnForkNumberCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		int[] wanted = metadata.getAnnotations().get(ConditionalOnForkNumber.class).getIntArray(MergedAnnotation.VALUE);
		int number = OnParallelTestsCondition.Implementation.FORKS.number();
		return new ConditionOutcome(Arrays.stream(wanted).anyMatch((candidate) -> candidate == number),
				ConditionMessage.forCondition(ConditionalOnForkNumber.class, Arrays.toString(wanted))
					.because("this is fork " + number));
	}

}
