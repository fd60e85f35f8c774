package io.github.sharedsession.bean;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * For definitions that were registered only after auto-configuration, as by other
 * registrars. To be added to a context itself, which calls it when all definitions have
 * been registered, and before those post-processors that replace some.
 */
final class LateRewriting implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory listableBeanFactory) {
			new SharedBeanDefinitions(listableBeanFactory).rewrite();
		}
	}

}
