package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.report.SharingPlan.PlannedBean;
import io.github.sharedsession.report.SharingPlan.PlannedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of several forks.
 */
class PlanFilesTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path root;

	@BeforeEach
	void makeBuild() throws IOException {
		Files.createFile(this.root.resolve("pom.xml"));
	}

	private JsonNode plan() throws IOException {
		return new JsonMapper().readTree(Files.readString(this.root.resolve("target/shared-session/plan.json")));
	}

	private static SharingPlan plan(String test, String... beans) {
		List<PlannedBean> planned = List.of(beans)
			.stream()
			.map((bean) -> new PlannedBean("C." + bean + "()", bean, "C." + bean + "()", "session", "",
					"java.lang.String", List.of("C.a()", "C.b()")))
			.toList();
		return new SharingPlan(planned, List.of(new PlannedTest(test, planned.stream().map(PlannedBean::id).toList(),
				List.of("C.lazy()"), "a\nproblem")));
	}

	@Test
	void planSurvives() throws IOException {
		PlanFiles.write(this.root, "run", "fork-1", plan("ATests", "a"));
		JsonNode json = plan();
		assertThat(json.get("format").asString()).isEqualTo("shared-session-plan");
		assertThat(json.at("/beans/0/needs").toString()).isEqualTo("[\"C.a()\",\"C.b()\"]");
		assertThat(json.at("/beans/0/type").asString()).isEqualTo("java.lang.String");
		assertThat(json.at("/beans/0/tests").toString()).isEqualTo("[\"ATests\"]");
		assertThat(json.at("/tests/0/onRequest").toString()).isEqualTo("[\"C.lazy()\"]");
		assertThat(json.at("/tests/0/problem").asString()).isEqualTo("a problem");
	}

	@Test
	void forksOfOneRunHaveOnePlan() throws IOException {
		PlanFiles.write(this.root, "run", "fork-1", plan("ATests", "a", "b"));
		PlanFiles.write(this.root, "run", "fork-2", plan("BTests", "b", "c"));
		assertThat(plan().get("beans").valueStream().map((bean) -> bean.get("bean").asString()).toList())
			.containsExactly("a", "b", "c");
		assertThat(plan().get("tests").size()).isEqualTo(2);
		assertThat(plan().at("/beans/1/tests").toString()).isEqualTo("[\"ATests\",\"BTests\"]");
		PlanFiles.write(this.root, "next run", "fork-1", plan("CTests", "d"));
		assertThat(plan().get("tests").size()).isEqualTo(1);
	}

}
