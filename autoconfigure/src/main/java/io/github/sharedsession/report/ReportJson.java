package io.github.sharedsession.report;

import io.github.sharedsession.core.event.SharingCost;
import io.github.sharedsession.report.Report.Failure;
import io.github.sharedsession.report.Report.Leftover;
import io.github.sharedsession.report.Report.MemberReport;
import io.github.sharedsession.report.Report.ResourceReport;
import io.github.sharedsession.report.Report.Span;

/**
 * A report as JSON, in the form that {@code docs/report.schema.json} describes.
 */
final class ReportJson {

	private static final int VERSION = 1;

	private final JsonWriter writer = new JsonWriter();

	private ReportJson() {
	}

	static String write(Report report) {
		ReportJson json = new ReportJson();
		json.add(report);
		return json.writer.toString();
	}

	private void add(Report report) {
		SharingCost cost = report.cost();
		this.writer.beginObject()
			.property("format", "shared-session-report")
			.property("version", VERSION)
			.property("build", report.build())
			.property("session", report.session())
			.property("began", report.began())
			.property("duration", report.duration())
			.beginObject("cost")
			.property("alone", cost.alone().toMillis())
			.property("shared", cost.shared().toMillis())
			.property("saved",
					report.resources().stream().mapToLong((resource) -> resource.cost().saved().toMillis()).sum())
			.endObject();
		this.writer.beginArray("members");
		report.members().forEach(this::add);
		this.writer.endArray().beginArray("resources");
		report.resources().forEach(this::add);
		this.writer.endArray().beginArray("failures");
		report.failures().forEach(this::add);
		this.writer.endArray().beginArray("leftovers");
		report.leftovers().forEach(this::add);
		this.writer.endArray().endObject();
	}

	private void add(MemberReport member) {
		this.writer.beginObject()
			.property("name", member.name())
			.property("host", member.host())
			.property("pid", member.pid())
			.property("from", member.from())
			.property("to", member.to())
			.property("end", member.end().label())
			.endObject();
	}

	private void add(ResourceReport resource) {
		this.writer.beginObject()
			.property("id", resource.id())
			.property("bean", resource.bean())
			.property("method", resource.method())
			.property("type", resource.type())
			.property("dependencies", resource.dependencies())
			.property("creators", resource.creators())
			.property("creation", resource.creation())
			.property("users", resource.users())
			.property("waited", resource.waited())
			.property("lifetime", resource.lifetime())
			.property("alone", resource.cost().alone().toMillis())
			.property("shared", resource.cost().shared().toMillis())
			.property("saved", resource.cost().saved().toMillis())
			.property("state", resource.state().label())
			.property("lostCreator", resource.lostCreator())
			.beginArray("spans");
		resource.spans().forEach(this::add);
		this.writer.endArray().endObject();
	}

	private void add(Span span) {
		this.writer.beginObject()
			.property("kind", span.kind().label())
			.property("member", span.member())
			.property("from", span.from())
			.property("to", span.to());
		if (span.failed()) {
			this.writer.property("failed", true);
		}
		if (span.cut()) {
			this.writer.property("cut", true);
		}
		this.writer.endObject();
	}

	private void add(Failure failure) {
		this.writer.beginObject()
			.property("resource", failure.resource())
			.property("member", failure.member())
			.property("at", failure.at())
			.property("message", failure.message())
			.property("trace", failure.trace())
			.endObject();
	}

	private void add(Leftover leftover) {
		this.writer.beginObject()
			.property("resource", leftover.resource())
			.property("member", leftover.member())
			.property("at", leftover.at())
			.property("reason", leftover.reason())
			.property("record", leftover.record())
			.property("trace", leftover.trace())
			.property("gone", leftover.gone())
			.endObject();
	}

}
