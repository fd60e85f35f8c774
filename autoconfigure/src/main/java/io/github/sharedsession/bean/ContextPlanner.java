package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sharedsession.autoconfigure.SharedSessionProperties.Enabled;
import io.github.sharedsession.report.SharingPlan;
import io.github.sharedsession.report.SharingPlan.PlannedBean;
import io.github.sharedsession.report.SharingPlan.PlannedTest;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.BeanUtils;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextBootstrapper;
import org.springframework.test.context.aot.AotContextLoader;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.support.DefaultBootstrapContext;
import org.springframework.test.context.support.DefaultTestContextBootstrapper;
import org.springframework.test.context.web.WebAppConfiguration;
import org.springframework.test.context.web.WebTestContextBootstrapper;

/**
 * Finds out which shared beans test classes would use. Their contexts are prepared as for
 * ahead-of-time processing: conditions and imports are evaluated, and no bean is made.
 */
final class ContextPlanner {

	private final Map<MergedContextConfiguration, ContextPlan> contexts = new HashMap<>();

	private final Map<String, PlannedBean> beans = new LinkedHashMap<>();

	private final List<PlannedTest> tests = new ArrayList<>();

	/** Add a test class, unless it has no context. */
	void add(Class<?> testClass) {
		if (Stream.of(BootstrapWith.class, ContextConfiguration.class, ContextHierarchy.class)
			.noneMatch((annotation) -> TestContextAnnotationUtils.hasAnnotation(testClass, annotation))) {
			return;
		}
		ContextPlan plan;
		try {
			plan = AotDetector.useGeneratedArtifacts()
					? ContextPlan
						.failed("its context was prepared ahead of time: plan without " + AotDetector.AOT_ENABLED)
					: this.contexts.computeIfAbsent(bootstrapper(testClass).buildMergedContextConfiguration(),
							ContextPlanner::plan);
		}
		catch (Exception | LinkageError ex) {
			plan = ContextPlan.failed(ex);
		}
		PlannedContext context = plan.context();
		if (context == null) {
			this.tests.add(new PlannedTest(testClass.getName(), List.of(), List.of(), plan.problem()));
			return;
		}
		context.beans().forEach((bean) -> this.beans.putIfAbsent(bean.id(), bean));
		Set<String> made = context.madeFor(testClass);
		List<String> onRequest = context.beans()
			.stream()
			.map(PlannedBean::id)
			.filter((id) -> !made.contains(id))
			.toList();
		this.tests.add(new PlannedTest(testClass.getName(), List.copyOf(made), onRequest, ""));
	}

	SharingPlan plan() {
		return new SharingPlan(List.copyOf(this.beans.values()), List.copyOf(this.tests));
	}

	/** As Spring chooses it, in a class that is not public. */
	private static TestContextBootstrapper bootstrapper(Class<?> testClass) {
		BootstrapWith annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, BootstrapWith.class);
		Class<?> type = (annotation != null) ? annotation.value()
				: TestContextAnnotationUtils.hasAnnotation(testClass, WebAppConfiguration.class)
						? WebTestContextBootstrapper.class : DefaultTestContextBootstrapper.class;
		TestContextBootstrapper bootstrapper = (TestContextBootstrapper) BeanUtils.instantiateClass(type);
		bootstrapper
			.setBootstrapContext(new DefaultBootstrapContext(testClass, new DefaultCacheAwareContextLoaderDelegate()));
		return bootstrapper;
	}

	private static ContextPlan plan(MergedContextConfiguration configuration) {
		try {
			if (configuration.getParent() != null
					|| !(configuration.getContextLoader() instanceof AotContextLoader loader)) {
				return ContextPlan.failed("its context is part of a hierarchy, or has a loader that can't prepare it");
			}
			RuntimeHints hints = new RuntimeHints();
			GenericApplicationContext context = (GenericApplicationContext) loader
				.loadContextForAotProcessing(configuration, hints);
			context.refreshForAotProcessing(hints);
			SharedBeanContext shared = SharedBeanContext.find(context.getBeanFactory());
			if (shared == null) {
				return ContextPlan.NOTHING_SHARED;
			}
			return (shared.settings().sharing() == Enabled.FALSE)
					? ContextPlan.failed("its environment switches sharing off")
					: new ContextPlan(new PlannedContext(context.getDefaultListableBeanFactory(), shared), "");
		}
		catch (Exception | LinkageError ex) {
			return ContextPlan.failed(ex);
		}
	}

	/** What is known of one context, or why nothing is. */
	private record ContextPlan(@Nullable PlannedContext context, String problem) {

		static final ContextPlan NOTHING_SHARED = new ContextPlan(null, "");

		static ContextPlan failed(Throwable failure) {
			Throwable root = failure;
			while (root.getCause() != null) {
				root = root.getCause();
			}
			return failed("its context can't be prepared: " + root);
		}

		static ContextPlan failed(String problem) {
			return new ContextPlan(null, problem);
		}

	}

}
