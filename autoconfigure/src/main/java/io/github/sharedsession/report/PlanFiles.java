package io.github.sharedsession.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.report.SharingPlan.PlannedBean;
import io.github.sharedsession.report.SharingPlan.PlannedTest;
import org.jspecify.annotations.Nullable;

/**
 * The plan in the build directory, joined of those of all forks. As for reports there is
 * no lock: who writes looks afterwards whether there is more by now.
 */
public final class PlanFiles {

	private static final String PLAN = "plan";

	private static final String PARTS = "plans";

	private static final String SEPARATOR = "\t";

	private PlanFiles() {
	}

	/**
	 * Write the plan of this JVM.
	 * @param buildRoot the root directory of the build
	 * @param run names the run of the build, whose forks have one plan
	 * @param fork names this JVM in the run
	 * @param plan the plan of this JVM
	 * @return the plan as text, or {@code null} where there is no build directory
	 * @throws IOException when it can't be written
	 */
	public static @Nullable Path write(Path buildRoot, String run, String fork, SharingPlan plan) throws IOException {
		ReportDirectory directory = ReportDirectory.of(buildRoot);
		if (directory == null) {
			return null;
		}
		for (String former : directory.list(PARTS)) {
			if (!former.equals(run)) {
				directory.delete(PARTS + "/" + former);
			}
		}
		String parts = PARTS + "/" + run;
		directory.write(parts + "/" + fork, encode(plan).getBytes(StandardCharsets.UTF_8));
		List<String> known;
		do {
			known = directory.list(parts);
			List<SharingPlan> plans = new ArrayList<>();
			for (String part : known) {
				plans.add(decode(Files.readAllLines(directory.file(parts).resolve(part))));
			}
			SharingPlan whole = SharingPlan.join(plans);
			directory.write(PLAN + ".txt", whole.text().getBytes(StandardCharsets.UTF_8));
			directory.write(PLAN + ".json", whole.json().getBytes(StandardCharsets.UTF_8));
		}
		while (!known.equals(directory.list(parts)));
		return directory.file(PLAN + ".txt");
	}

	private static String encode(SharingPlan plan) {
		StringBuilder text = new StringBuilder();
		for (PlannedBean bean : plan.beans()) {
			line(text, "bean", bean.id(), bean.bean(), bean.method(), bean.scope(), bean.key(), bean.type(),
					String.join(SEPARATOR, bean.needs()));
		}
		for (PlannedTest test : plan.tests()) {
			line(text, "test", test.testClass(), test.problem());
			line(text, "made", test.made().toArray(String[]::new));
			line(text, "onRequest", test.onRequest().toArray(String[]::new));
		}
		return text.toString();
	}

	private static void line(StringBuilder text, String kind, String... parts) {
		text.append(kind);
		for (String part : parts) {
			text.append(SEPARATOR).append(part.replaceAll("[\r\n]+", " "));
		}
		text.append('\n');
	}

	private static SharingPlan decode(List<String> lines) {
		List<PlannedBean> beans = new ArrayList<>();
		List<PlannedTest> tests = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			String[] parts = lines.get(i).split(SEPARATOR, -1);
			if (parts[0].equals("bean")) {
				beans.add(new PlannedBean(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6],
						rest(lines.get(i), 7)));
			}
			else if (parts[0].equals("test")) {
				tests.add(new PlannedTest(parts[1], rest(lines.get(i + 1), 1), rest(lines.get(i + 2), 1), parts[2]));
			}
		}
		return new SharingPlan(beans, tests);
	}

	private static List<String> rest(String line, int from) {
		return Stream.of(line.split(SEPARATOR, -1)).skip(from).filter((part) -> !part.isEmpty()).toList();
	}

}
