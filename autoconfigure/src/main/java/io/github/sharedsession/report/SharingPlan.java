package io.github.sharedsession.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tests would use which shared beans.
 *
 * @param beans in the order in which one JVM would make them
 * @param tests in the order in which they would run
 */
public record SharingPlan(List<PlannedBean> beans, List<PlannedTest> tests) {

	private static final String NEW_LINE = System.lineSeparator();

	/**
	 * Join the plans of several forks.
	 * @param plans the plans
	 * @return one plan, in which each bean is once
	 */
	static SharingPlan join(Collection<SharingPlan> plans) {
		Map<String, PlannedBean> beans = new LinkedHashMap<>();
		List<PlannedTest> tests = new ArrayList<>();
		plans.forEach((plan) -> {
			plan.beans().forEach((bean) -> beans.putIfAbsent(bean.id(), bean));
			tests.addAll(plan.tests());
		});
		return new SharingPlan(List.copyOf(beans.values()), tests);
	}

	/**
	 * Tell the plan in words.
	 * @return lines for the console
	 */
	public String text() {
		StringBuilder text = new StringBuilder(NEW_LINE);
		text.append("Plan of shared beans, nothing was created: ")
			.append(this.beans.size())
			.append(" in ")
			.append(this.tests.size())
			.append(" test classes")
			.append(NEW_LINE);
		int number = 0;
		for (PlannedBean bean : this.beans) {
			text.append("  ").append(++number).append(". ").append(bean.bean()).append("  ").append(bean.scope());
			text.append(bean.key().isEmpty() ? "" : ", key " + bean.key()).append(", ").append(bean.method());
			text.append(bean.needs().isEmpty() ? "" : ", needs " + names(bean.needs())).append(NEW_LINE);
		}
		this.tests.forEach(
				(test) -> text.append("  ").append(test.testClass()).append(": ").append(uses(test)).append(NEW_LINE));
		return text.toString();
	}

	private String uses(PlannedTest test) {
		if (!test.problem().isEmpty()) {
			return "NOT KNOWN, " + test.problem();
		}
		List<String> uses = new ArrayList<>();
		if (!test.made().isEmpty()) {
			uses.add(names(test.made()));
		}
		if (!test.onRequest().isEmpty()) {
			uses.add("only when asked for " + names(test.onRequest()));
		}
		return uses.isEmpty() ? "none" : String.join("; ", uses);
	}

	private String names(Collection<String> ids) {
		Map<String, String> names = this.beans.stream()
			.collect(Collectors.toMap(PlannedBean::id, PlannedBean::bean, (left, right) -> left));
		return ids.stream().map((id) -> names.getOrDefault(id, id)).collect(Collectors.joining(", "));
	}

	String json() {
		JsonWriter json = new JsonWriter();
		json.beginObject().property("format", "shared-session-plan").property("version", 1).beginArray("beans");
		for (PlannedBean bean : this.beans) {
			json.beginObject()
				.property("id", bean.id())
				.property("bean", bean.bean())
				.property("method", bean.method())
				.property("scope", bean.scope())
				.property("key", bean.key())
				.property("type", bean.type())
				.strings("needs", bean.needs())
				.strings("tests", testsWith(bean))
				.endObject();
		}
		json.endArray().beginArray("tests");
		for (PlannedTest test : this.tests) {
			json.beginObject()
				.property("class", test.testClass())
				.strings("made", test.made())
				.strings("onRequest", test.onRequest())
				.property("problem", test.problem())
				.endObject();
		}
		return json.endArray().endObject().toString();
	}

	private Collection<String> testsWith(PlannedBean bean) {
		return this.tests.stream()
			.filter((test) -> Stream.concat(test.made().stream(), test.onRequest().stream())
				.anyMatch(bean.id()::equals))
			.map(PlannedTest::testClass)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A shared bean.
	 *
	 * @param id tells it apart from others: method and key
	 * @param bean its name
	 * @param method the declaring class and method
	 * @param scope its scope
	 * @param key what the annotation's {@code key} is in the test's environment
	 * @param type the type of its shared value, or an empty string when only its recipe
	 * tells
	 * @param needs the shared beans that it is made with
	 */
	public record PlannedBean(String id, String bean, String method, String scope, String key, String type,
			List<String> needs) {
	}

	/**
	 * A test class.
	 *
	 * @param testClass its name
	 * @param made the shared beans that its context makes when it starts
	 * @param onRequest those that it makes only when something asks for them
	 * @param problem why that is not known, or an empty string
	 */
	public record PlannedTest(String testClass, List<String> made, List<String> onRequest, String problem) {
	}

}
