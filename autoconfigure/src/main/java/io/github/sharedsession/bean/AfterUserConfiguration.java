package io.github.sharedsession.bean;

import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Imported first of all that is imported late. Its condition is evaluated when user
 * configuration has been parsed; its registrar runs when the bean definitions of user
 * configuration have been registered. No member of {@link SharedBeanConfiguration}, since
 * members are processed before the class itself, and without members, as that is.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@Conditional(EarlyPropertiesCondition.class)
@Import(SharedBeanRegistrar.class)
class AfterUserConfiguration {

}
