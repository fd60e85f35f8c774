package io.github.sharedsession.bean;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.report.BuildConsole;
import io.github.sharedsession.report.PlanFiles;
import io.github.sharedsession.report.SharingPlan;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Plans instead of running: JUnit goes through the tests without executing them, and when
 * it has, the plan of their shared beans is told.
 */
final class PlanListener implements TestExecutionListener {

	private static final String DRY_RUN = "junit.platform.execution.dryRun.enabled";

	private final Set<Class<?>> testClasses = new LinkedHashSet<>();

	PlanListener() {
		System.setProperty(DRY_RUN, "true");
	}

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		testPlan.accept(new TestPlan.Visitor() {

			@Override
			public void visit(TestIdentifier identifier) {
				if (identifier.isTest()) {
					testPlan.getParent(identifier).flatMap(TestIdentifier::getSource).ifPresent(PlanListener.this::add);
					identifier.getSource().ifPresent(PlanListener.this::add);
				}
			}

		});
	}

	private void add(TestSource source) {
		if (source instanceof ClassSource classSource) {
			this.testClasses.add(classSource.getJavaClass());
		}
		else if (source instanceof MethodSource methodSource) {
			this.testClasses.add(methodSource.getJavaClass());
		}
	}

	/** Tell the plan of the classes that were gone through, if there are any. */
	void end() {
		if (this.testClasses.isEmpty()) {
			return;
		}
		ContextPlanner planner = new ContextPlanner();
		this.testClasses.forEach(planner::add);
		SharingPlan plan = planner.plan();
		BuildConsole.println(plan.text() + file(plan));
	}

	private static String file(SharingPlan plan) {
		Coordinator coordinator = JvmSession.get().coordinator();
		try {
			String fork = "fork-" + Coordinator.forkNumber() + "-" + ProcessHandle.current().pid();
			Path file = PlanFiles.write(coordinator.buildRoot(), coordinator.runName(), fork, plan);
			return (file != null) ? "  Plan of all forks: " + file + System.lineSeparator() : "";
		}
		catch (IOException ex) {
			return "  It could not be written: " + ex + System.lineSeparator();
		}
	}

}
