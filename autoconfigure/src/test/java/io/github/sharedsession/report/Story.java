package io.github.sharedsession.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.core.event.EventFiles;
import io.github.sharedsession.core.event.SessionEvent;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.record.Member;

/**
 * What members of a session write down, told in the form in which they do. Times are
 * milliseconds since {@link #BEGAN}.
 */
final class Story {

	static final long BEGAN = 1_700_000_000_000L;

	private final Map<String, StringBuilder> files = new LinkedHashMap<>();

	private String buildRoot = "/build";

	private boolean namedAfterRun = true;

	Story in(Path buildRoot) {
		this.buildRoot = buildRoot.toString();
		return this;
	}

	/** As in an IDE, where one process runs one build after the other. */
	Story inOneOfManyRuns() {
		this.namedAfterRun = false;
		return this;
	}

	/** A member of the given number enters, 0 for a host. */
	Story enters(int member, long time) {
		file(member).append("shared-session-events 1\n");
		return line(member, time, "ENTERED", 0, "", "m" + member + " " + member + " " + (1000 + member),
				(member == 0) ? "" : this.buildRoot, String.valueOf(this.namedAfterRun));
	}

	Story tells(int member, long time, String type, long took, String bean, String... details) {
		return line(member, time, type, took, bean, details);
	}

	Story leaves(int member, long time) {
		return line(member, time, "LEFT", 0, "");
	}

	Story creates(int member, long from, long to, String bean, String... dependencies) {
		String names = String.join(" ", List.of(dependencies).stream().map(Story::resource).toList());
		return line(member, from, "CREATING", 0, bean, "Test." + bean + "()").line(member, to, "CREATED", to - from,
				bean, "Test." + bean + "()", "test.Value", names);
	}

	Story reuses(int member, long from, long to, String bean) {
		return line(member, to, "REUSED", to - from, bean);
	}

	Story releases(int member, long time, String bean) {
		return line(member, time, "RELEASED", 0, bean);
	}

	Story destroys(int member, long from, long to, String bean) {
		return line(member, from, "DESTROYING", 0, bean).line(member, to, "DESTROYED", to - from, bean, "g-" + bean);
	}

	private StringBuilder file(int member) {
		return this.files.computeIfAbsent("m" + member, (id) -> new StringBuilder());
	}

	private Story line(int member, long time, String type, long took, String bean, String... details) {
		StringBuilder line = file(member);
		line.append(BEGAN + time).append('\t').append(type).append('\t').append(took).append('\t');
		line.append(resource(bean)).append('\t').append(bean);
		for (String detail : details) {
			line.append('\t').append(detail.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"));
		}
		line.append('\n');
		return this;
	}

	static String resource(String bean) {
		return bean.isEmpty() ? "" : bean.replaceAll("[^A-Za-z0-9]", "-") + "_1_1";
	}

	EventFiles files() {
		Map<String, byte[]> contents = new TreeMap<>();
		this.files.forEach((name, text) -> contents.put(name, text.toString().getBytes(StandardCharsets.UTF_8)));
		return new EventFiles(contents);
	}

	List<SessionEvent> events() {
		return files().events();
	}

	SessionHistory history(String session, int teller) {
		return new SessionHistory(session, files(), new Member("m" + teller, teller, 1000 + teller));
	}

	/** A report, with all hosts alive that have not left. */
	Report report() {
		return ReportBuilder.build("s-1", events(), (member) -> true);
	}

}
