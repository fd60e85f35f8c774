package io.github.sharedsession.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.sharedsession.core.inspect.SessionInspector.HostState;
import io.github.sharedsession.core.inspect.SessionState;
import io.github.sharedsession.core.inspect.SessionState.CachedState;
import io.github.sharedsession.core.inspect.SessionState.MemberState;
import io.github.sharedsession.core.inspect.SessionState.ResourceState;
import io.github.sharedsession.core.inspect.SessionState.Status;

/**
 * Shows sessions, and what is cached.
 */
final class Listing {

	private final DoctorOutput output;

	Listing(DoctorOutput output) {
		this.output = output;
	}

	int run(Path root, Result result, boolean detailed) {
		this.output.result(result);
		if (result.sessions().isEmpty()) {
			this.output.line("There is no shared session in " + root + ".");
		}
		for (SessionView view : result.sessions()) {
			print(view, detailed);
			this.output.line("");
		}
		if (!result.cached().isEmpty()) {
			this.output.line("Cached for later builds:");
			result.cached().forEach((cached) -> print(cached, detailed));
		}
		return Doctor.OK;
	}

	private void print(CachedState cached, boolean detailed) {
		ResourceState resource = cached.resource();
		if (detailed) {
			printDetails(resource);
		}
		else {
			this.output.line("  bean       '" + resource.bean() + "' " + describe(resource.status())
					+ (!resource.users().isEmpty() ? ", in use" : ""));
		}
		this.output.line("               "
				+ (cached.lastUse().equals(Instant.EPOCH) ? "last use not known"
						: "last use began " + DoctorOutput.ago(cached.lastUse()) + " ago")
				+ (resource.remains() > 0 && !detailed ? ", " + resource.remains() + " could not be torn down" : ""));
	}

	private void print(SessionView view, boolean detailed) {
		SessionState session = view.session();
		this.output.line(session.name() + "  " + describe(session.liveness()) + ", last change "
				+ DoctorOutput.ago(session.changed()) + " ago");
		this.output.line("  build      " + ((session.build() != null) ? session.build() : "not known"));
		List<MemberState> living = session.members().stream().filter(MemberState::alive).toList();
		if (!living.isEmpty()) {
			this.output
				.line("  processes  " + living.stream().map(MemberState::name).collect(Collectors.joining("; ")));
		}
		if (detailed) {
			session.resources().forEach(this::printDetails);
			view.hosts().forEach(this::print);
		}
		else {
			printSummary(session);
		}
		view.locks()
			.forEach((lock) -> this.output
				.line("  lock       '" + lock.name() + "' held by " + String.join(" and ", lock.holders())));
		session.problems().forEach((problem) -> this.output.line("  problem    " + problem));
	}

	private void printSummary(SessionState session) {
		String resources = session.resources()
			.stream()
			.filter((resource) -> resource.status() != Status.ABSENT)
			.map((resource) -> "'" + resource.bean() + "' " + describe(resource.status()))
			.collect(Collectors.joining(", "));
		if (!resources.isEmpty()) {
			this.output.line("  beans      " + resources);
		}
		for (ResourceState resource : session.leftovers()) {
			this.output.line("  leftover   '" + resource.bean() + "', "
					+ ((resource.creator() != null) ? "created by " + resource.creator() + ", " : "")
					+ DoctorOutput.ago(resource.since()) + " old" + (resource.hosted() ? ", hosted" : ""));
		}
	}

	private void printDetails(ResourceState resource) {
		this.output.line("  bean       '" + resource.bean() + "' " + describe(resource.status())
				+ ((resource.since() != null) ? " for " + DoctorOutput.ago(resource.since()) : ""));
		if (resource.method() != null) {
			this.output.line("               declared by " + resource.method() + (resource.hosted() ? ", hosted" : ""));
		}
		if (resource.creator() != null) {
			this.output.line("               created by " + resource.creator());
		}
		if (!resource.users().isEmpty()) {
			this.output.line("               used by pids "
					+ resource.users().stream().map(String::valueOf).collect(Collectors.joining(", ")));
		}
		if (!resource.dependencies().isEmpty()) {
			this.output.line("               made with " + String.join(", ", resource.dependencies()));
		}
		if (resource.remains() > 0) {
			this.output.line("               " + resource.remains() + " that could not be torn down");
		}
		if (resource.failure() != null) {
			this.output.line("               failed: " + resource.failure());
		}
		this.output.line("               records in " + resource.directory());
	}

	private void print(HostState host) {
		this.output.line("  host       " + (host.alive() ? "pid " + host.pid() : "has ended") + ", its output is in "
				+ host.log());
	}

	/**
	 * What there is.
	 *
	 * @param sessions the sessions
	 * @param cached what outlives them
	 */
	record Result(List<SessionView> sessions, List<CachedState> cached) {
	}

	private static String describe(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
