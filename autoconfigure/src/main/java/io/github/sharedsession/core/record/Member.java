package io.github.sharedsession.core.record;

import java.util.concurrent.ConcurrentMap;

import io.github.sharedsession.core.process.ForkNumber;
import io.github.sharedsession.core.process.Machine;
import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One JVM that takes part in a session.
 *
 * @param id unique among the members of all sessions
 * @param forkNumber the number that the build tool gave to this fork, or {@code null}
 * @param pid the process
 * @param machine where it is, or {@code null} in a session of one machine
 */
public record Member(String id, @Nullable Integer forkNumber, long pid, @Nullable String machine) {

	private static final int PARTS_ON_ONE_MACHINE = 3;

	/**
	 * A member of a session of one machine.
	 * @param id unique among the members of all sessions
	 * @param forkNumber the number that the build tool gave to this fork, or {@code null}
	 * @param pid the process
	 */
	public Member(String id, @Nullable Integer forkNumber, long pid) {
		this(id, forkNumber, pid, null);
	}

	/**
	 * The member that this JVM is, the same for all class loaders.
	 */
	public static Member current() {
		ConcurrentMap<String, Object> state = JvmRegistry.entry("member");
		String id = (String) state.get("id");
		if (id == null) {
			String own = RandomId.next();
			String others = (String) state.putIfAbsent("id", own);
			id = (others != null) ? others : own;
		}
		return new Member(id, ForkNumber.detect(), ProcessHandle.current().pid(), Machine.name());
	}

	/** Whether it is a session host, and no fork. */
	public boolean isHost() {
		return ForkNumber.HOST.equals(this.forkNumber);
	}

	/**
	 * Read what {@link #format} wrote.
	 * @throws IllegalArgumentException when it is something else
	 */
	public static Member parse(String text) {
		String[] parts = text.split(" ", PARTS_ON_ONE_MACHINE + 1);
		if (parts.length < PARTS_ON_ONE_MACHINE) {
			throw new IllegalArgumentException("No member");
		}
		return new Member(parts[0], "-".equals(parts[1]) ? null : Integer.valueOf(parts[1]), Long.parseLong(parts[2]),
				(parts.length > PARTS_ON_ONE_MACHINE) ? parts[PARTS_ON_ONE_MACHINE] : null);
	}

	/** The form that {@link #parse} reads. */
	public String format() {
		return this.id + " " + ((this.forkNumber != null) ? this.forkNumber : "-") + " " + this.pid
				+ ((this.machine != null) ? " " + this.machine : "");
	}

	/**
	 * Return whether the process lives, as far as that can be told: of one on another
	 * machine nothing is known.
	 * @return {@code false} when it has ended
	 */
	public boolean mayLive() {
		return isElsewhere() || ProcessHandle.of(this.pid).isPresent();
	}

	/** Whether it is on another machine than this JVM, which can't look at it. */
	public boolean isElsewhere() {
		return this.machine != null && !this.machine.equals(Machine.name());
	}

	/** As "fork 2", or "fork 2 on build-7", for messages. */
	public String shortName() {
		return process() + place();
	}

	private String process() {
		if (isHost()) {
			return "session host";
		}
		return (this.forkNumber != null) ? "fork " + this.forkNumber : "pid " + this.pid;
	}

	private String place() {
		return (this.machine != null) ? " on " + this.machine : "";
	}

	@Override
	public String toString() {
		return ((this.forkNumber != null) ? process() + ", pid " + this.pid : "pid " + this.pid) + place();
	}

}
