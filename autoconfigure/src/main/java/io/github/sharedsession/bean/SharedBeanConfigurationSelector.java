package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;

/**
 * First of all deferred selectors, and so before that of auto-configuration. What the
 * user has imported is known by then, and not imported again.
 */
final class SharedBeanConfigurationSelector implements DeferredImportSelector, Ordered, BeanFactoryAware {

	private List<String> autouseNames = List.of();

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			this.autouseNames = SharedBeanConfiguration.autouseNames(registry);
		}
	}

	@Override
	public String[] selectImports(AnnotationMetadata importingClassMetadata) {
		List<String> imports = new ArrayList<>();
		if (!this.autouseNames.isEmpty()) {
			imports.add(AutouseDefinitions.Begin.class.getName());
			imports.addAll(this.autouseNames);
		}
		imports.add(AfterUserConfiguration.class.getName());
		return imports.toArray(new String[0]);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
