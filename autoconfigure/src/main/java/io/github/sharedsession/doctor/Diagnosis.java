package io.github.sharedsession.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.sharedsession.core.inspect.SessionState;
import io.github.sharedsession.core.inspect.SessionState.Liveness;
import io.github.sharedsession.core.inspect.SessionState.MemberState;
import io.github.sharedsession.core.inspect.SessionState.ResourceState;
import io.github.sharedsession.core.inspect.SessionState.Status;
import io.github.sharedsession.core.inspect.SessionState.TaskState;
import io.github.sharedsession.doctor.ThreadStacks.ThreadStack;
import io.github.sharedsession.toolkit.HeldLock;
import org.jspecify.annotations.Nullable;

/**
 * Explains what the living sessions wait for.
 */
final class Diagnosis {

	private final DoctorOutput output;

	Diagnosis(DoctorOutput output) {
		this.output = output;
	}

	int run(List<SessionView> views) {
		List<Finding> findings = views.stream()
			.filter((view) -> view.session().liveness() != Liveness.DEAD)
			.map(Diagnosis::examine)
			.filter((finding) -> !finding.isEmpty())
			.toList();
		this.output.result(findings);
		findings.forEach(this::print);
		if (findings.isEmpty()) {
			this.output.line("Nobody creates, tears down or waits for a shared bean.");
		}
		boolean waiting = findings.stream().anyMatch((finding) -> !finding.waits().isEmpty());
		return waiting ? Doctor.WAITING : Doctor.OK;
	}

	private static Finding examine(SessionView view) {
		SessionState session = view.session();
		List<Work> works = new ArrayList<>();
		List<Wait> waits = new ArrayList<>();
		for (ResourceState resource : session.resources()) {
			for (MemberState member : session.members()) {
				for (TaskState task : member.tasks()) {
					if (member.alive() && task.resource().equals(resource.name())) {
						if (task.creates()) {
							works.add(creation(resource, member, task));
						}
						else {
							waits.add(new Wait(member.name(), member.pid(), resource.bean(), task.since()));
						}
					}
				}
			}
			if (resource.status() == Status.TEARING_DOWN) {
				resource.users().forEach((pid) -> works.add(tearDown(resource, session, pid)));
			}
		}
		return new Finding(session.name(), session.build(), works, waits, view.locks(), session.problems());
	}

	private static Work creation(ResourceState resource, MemberState member, TaskState task) {
		return work(resource, "created", member.name(), member.pid(), task.since(),
				(thread) -> thread.id() == task.thread());
	}

	private static Work tearDown(ResourceState resource, SessionState session, long pid) {
		String who = session.members()
			.stream()
			.filter((member) -> member.pid() == pid)
			.map(MemberState::name)
			.findFirst()
			.orElse("pid " + pid);
		return work(resource, "torn down", who, pid, resource.since(),
				(thread) -> thread.isIn("io.github.sharedsession.core.resource.Teardown"));
	}

	private static Work work(ResourceState resource, String what, String who, long pid, @Nullable Instant since,
			Predicate<ThreadStack> threads) {
		boolean stopped = ThreadStacks.isStopped(pid);
		return new Work(resource.bean(), resource.method(), what, who, pid, since, stopped,
				stopped ? List.of() : ThreadStacks.find(pid, threads));
	}

	private void print(Finding finding) {
		this.output.line(finding.session() + ", build " + ((finding.build() != null) ? finding.build() : "not known"));
		finding.works().forEach(this::print);
		finding.waits()
			.forEach((wait) -> this.output.line("  " + wait.member() + " waits for '" + wait.bean() + "', for "
					+ DoctorOutput.ago(wait.since()) + beingMade(finding, wait)));
		finding.locks()
			.forEach((lock) -> this.output
				.line("  The lock '" + lock.name() + "' is held by " + String.join(" and ", lock.holders())));
		finding.problems().forEach((problem) -> this.output.line("  " + problem));
		this.output.line("");
	}

	private static String beingMade(Finding finding, Wait wait) {
		return finding.works()
			.stream()
			.filter((work) -> work.bean().equals(wait.bean()))
			.map((work) -> ", which is being " + work.what() + " by " + work.member())
			.findFirst()
			.orElse("");
	}

	private void print(Work work) {
		this.output.line("  '" + work.bean() + "'" + ((work.method() != null) ? " (" + work.method() + ")" : "")
				+ " is being " + work.what() + " by " + work.member() + ", for " + DoctorOutput.ago(work.since()));
		if (work.stopped()) {
			this.output.line("      The process is stopped, by a signal or a debugger: 'kill -CONT " + work.pid()
					+ "' lets it go on");
		}
		else if (work.threads().isEmpty()) {
			this.output.line("      Where it is could not be found out: try 'jstack " + work.pid() + "'");
		}
		for (ThreadStack thread : work.threads()) {
			this.output.line("      Its thread '" + thread.name() + "' is at");
			thread.frames().forEach((frame) -> this.output.line("          " + frame));
		}
	}

	/**
	 * What goes on in a session.
	 *
	 * @param session the name of the session
	 * @param build the root directory of its build, or {@code null}
	 * @param works who creates or tears down
	 * @param waits who waits
	 * @param locks the locks that tests hold
	 * @param problems what could not be read
	 */
	record Finding(String session, @Nullable String build, List<Work> works, List<Wait> waits, List<HeldLock> locks,
			List<String> problems) {

		private boolean isEmpty() {
			return this.works.isEmpty() && this.waits.isEmpty() && this.locks.isEmpty() && this.problems.isEmpty();
		}

	}

	/**
	 * A process that creates or tears down.
	 *
	 * @param bean the bean
	 * @param method the declaring class and method, or {@code null}
	 * @param what "created" or "torn down"
	 * @param member who does it
	 * @param pid its process
	 * @param since when it began
	 * @param stopped whether the process is stopped
	 * @param threads where it is
	 */
	record Work(String bean, @Nullable String method, String what, String member, long pid, @Nullable Instant since,
			boolean stopped, List<ThreadStack> threads) {
	}

	/**
	 * A process that waits.
	 *
	 * @param member who waits
	 * @param pid its process
	 * @param bean for which bean
	 * @param since when it began
	 */
	record Wait(String member, long pid, String bean, Instant since) {
	}

}
