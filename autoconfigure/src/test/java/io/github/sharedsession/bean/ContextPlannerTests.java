package io.github.sharedsession.bean;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.report.SharingPlan;
import io.github.sharedsession.report.SharingPlan.PlannedBean;
import io.github.sharedsession.report.SharingPlan.PlannedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of what tests would use, without making any of it.
 */
class ContextPlannerTests {

	private static final String CONFIG = PlannedConfig.class.getName();

	private static SharingPlan plan(Class<?>... testClasses) {
		ContextPlanner planner = new ContextPlanner();
		List.of(testClasses).forEach(planner::add);
		return planner.plan();
	}

	@Test
	void beansAreInTheOrderOfTheirCreation() {
		SharingPlan plan = plan(PlainTests.class);
		assertThat(plan.beans()).extracting(PlannedBean::bean)
			.containsExactly("plannedServer", "plannedSchema", "plannedData", "plannedLazy");
		assertThat(plan.beans()).extracting(PlannedBean::needs)
			.containsExactly(List.of(), List.of(CONFIG + ".plannedServer()"),
					List.of(CONFIG + ".plannedSchema()#a-key"), List.of());
		PlannedBean schema = plan.beans().get(1);
		assertThat(schema.key()).isEqualTo("a-key");
		assertThat(schema.scope()).isEqualTo("session");
		assertThat(schema.type()).isEqualTo(Index.class.getName());
		assertThat(plan.beans().get(3).scope()).isEqualTo("fork");
	}

	@Test
	void testsTellWhatTheyUse() {
		SharingPlan plan = plan(PlainTests.class, AskingTests.class, NoContextTests.class);
		assertThat(plan.tests()).extracting(PlannedTest::testClass)
			.containsExactly(PlainTests.class.getName(), AskingTests.class.getName());
		String lazy = CONFIG + ".plannedLazy()";
		assertThat(plan.tests().get(0).made()).hasSize(3).doesNotContain(lazy);
		assertThat(plan.tests().get(0).onRequest()).containsExactly(lazy);
		assertThat(plan.tests().get(1).made()).hasSize(4).endsWith(lazy);
		assertThat(plan.tests().get(1).onRequest()).isEmpty();
		assertThat(plan.text()).contains("nothing was created: 4 in 2 test classes",
				"2. plannedSchema  session, key a-key", "needs plannedServer", PlainTests.class.getName()
						+ ": plannedServer, plannedSchema, plannedData; only when asked for plannedLazy");
	}

	@Test
	void nothingIsCreated() {
		plan(PlainTests.class, AskingTests.class);
		for (String name : List.of("planned server", "planned schema", "planned data", "planned lazy")) {
			assertThat(Index.timesMade(name)).isZero();
		}
		assertThat(PlannedConfig.ordinaryBeans).isZero();
	}

	@Test
	void contextOfSpringBootIsPlanned() {
		assertThat(plan(BootTests.class).tests()).singleElement().satisfies((test) -> {
			assertThat(test.problem()).isEmpty();
			assertThat(test.made()).hasSize(3);
		});
	}

	@Test
	void contextOfGeneratedCodeIsNotPlanned() {
		System.setProperty(AotDetector.AOT_ENABLED, "true");
		try {
			assertThat(plan(PlainTests.class).tests()).extracting(PlannedTest::problem)
				.containsExactly("its context was prepared ahead of time: plan without spring.aot.enabled");
		}
		finally {
			System.clearProperty(AotDetector.AOT_ENABLED);
		}
	}

	@Test
	void whatCannotBePlannedIsToldWithItsReason() {
		SharingPlan plan = plan(DisabledTests.class, HierarchyTests.class, BrokenTests.class);
		assertThat(plan.tests()).extracting(PlannedTest::problem)
			.satisfiesExactly((problem) -> assertThat(problem).contains("switches sharing off"),
					(problem) -> assertThat(problem).contains("hierarchy"),
					(problem) -> assertThat(problem).contains("no such placeholder").contains("can't be prepared"));
		assertThat(plan.text()).contains(HierarchyTests.class.getName() + ": NOT KNOWN, ");
	}

	@Test
	void runThatIsPlannedExecutesNoTest() {
		PrintStream original = System.out;
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		System.setProperty("shared-session.plan", "true");
		System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
		try (OwnTestRun run = new OwnTestRun()) {
			run.launcher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(PlainTests.class),
							DiscoverySelectors.selectClass(NoContextTests.class))
					.build());
		}
		finally {
			System.setOut(original);
			System.clearProperty("shared-session.plan");
			System.clearProperty("junit.platform.execution.dryRun.enabled");
			// The launcher session has ended that of this JVM
			endJvm();
		}
		assertThat(output.toString(StandardCharsets.UTF_8)).contains("Plan of shared beans", "3. plannedData");
		assertThat(NoContextTests.executed).isZero();
		assertThat(Index.timesMade("planned server")).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	static class PlannedConfig {

		private static int ordinaryBeans;

		@SharedSessionBean
		Index plannedData(Client client) {
			return Index.make("planned data");
		}

		@Bean
		Client plannedClient(@Autowired Index plannedSchema) {
			ordinaryBeans++;
			return new Client(plannedSchema);
		}

		@SharedSessionBean(key = "${planned.key:a-key}")
		SharedBean<Index, Index> plannedSchema(StringBuilder server, ObjectProvider<List<String>> others) {
			return SharedBean.createdBy(() -> Index.make("planned schema"));
		}

		@SharedSessionBean
		StringBuilder plannedServer() {
			Index.make("planned server");
			return new StringBuilder();
		}

		@Lazy
		@SharedSessionBean(scope = SharedBeanScope.FORK)
		Integer plannedLazy() {
			Index.make("planned lazy");
			return 1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenConfig {

		@SharedSessionBean(key = "x")
		Index brokenPlanned() {
			return Index.make("broken planned");
		}

		@Bean
		static org.springframework.beans.factory.config.BeanFactoryPostProcessor breaking() {
			return (beanFactory) -> {
				throw new IllegalStateException("no such placeholder");
			};
		}

	}

	@SpringJUnitConfig(PlannedConfig.class)
	static class PlainTests {

		@Test
		void test() {
		}

	}

	@SpringJUnitConfig(PlannedConfig.class)
	static class AskingTests {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		Integer asked;

	}

	@SpringBootTest(classes = PlannedConfig.class)
	static class BootTests {

	}

	@SpringJUnitConfig(PlannedConfig.class)
	@TestPropertySource(properties = "shared-session.enabled=false")
	static class DisabledTests {

	}

	@ContextHierarchy({ @ContextConfiguration(classes = PlannedConfig.class),
			@ContextConfiguration(classes = BrokenConfig.class) })
	static class HierarchyTests {

	}

	@SpringJUnitConfig(BrokenConfig.class)
	static class BrokenTests {

	}

	static class NoContextTests {

		private static int executed;

		@Test
		void test() {
			executed++;
		}

	}

}
