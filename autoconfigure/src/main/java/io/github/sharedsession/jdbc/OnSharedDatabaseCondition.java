package io.github.sharedsession.jdbc;

import io.github.sharedsession.SharedSessionBean;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when the only {@code JdbcConnectionDetails} are a shared bean.
 */
final class OnSharedDatabaseCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Shared database");
		@Nullable ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		String[] names = (beanFactory != null)
				? beanFactory.getBeanNamesForType(JdbcConnectionDetails.class, true, false) : new String[0];
		return (beanFactory != null && names.length == 1
				&& beanFactory.findAnnotationOnBean(names[0], SharedSessionBean.class, false) != null)
						? ConditionOutcome.match(message.foundExactly(names[0]))
						: ConditionOutcome.noMatch(message.because("the context has not exactly one"));
	}

}
