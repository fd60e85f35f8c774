package io.github.sharedsession.coordinator;

import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
	 * Surefire and Failsafe tell the number of a fork only in the name of its command.
	 */
	private static final Pattern SUREFIRE_FORK = Pattern.compile("-jvmRun(\\d+)");

	/** Stands for a host where forks have their numbers, which begin with 1. */
	private static final Integer HOST = 0;

	private static final String GRADLE_WORKER = "org.gradle.test.worker";

	private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)$");

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
	static Member current() {
		ConcurrentMap<String, Object> state = JvmRegistry.entry("member");
		String id = (String) state.get("id");
		if (id == null) {
			String own = RandomId.next();
			String others = (String) state.putIfAbsent("id", own);
			id = (others != null) ? others : own;
		}
		return new Member(id, detectForkNumber(), ProcessHandle.current().pid(), Machine.name());
	}

	/** This JVM is a host. */
	static void becomeHost() {
		JvmRegistry.entry("member").put("host", true);
	}

	/** Whether it is a session host, and no fork. */
	public boolean isHost() {
		return HOST.equals(this.forkNumber);
	}

	/**
	 * Read what {@link #format} wrote.
	 * @throws IllegalArgumentException when it is something else
	 */
	static Member parse(String text) {
		String[] parts = text.split(" ", PARTS_ON_ONE_MACHINE + 1);
		if (parts.length < PARTS_ON_ONE_MACHINE) {
			throw new IllegalArgumentException("No member");
		}
		return new Member(parts[0], "-".equals(parts[1]) ? null : Integer.valueOf(parts[1]), Long.parseLong(parts[2]),
				(parts.length > PARTS_ON_ONE_MACHINE) ? parts[PARTS_ON_ONE_MACHINE] : null);
	}

	/** The form that {@link #parse} reads. */
	String format() {
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
	boolean isElsewhere() {
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

	static @Nullable Integer detectForkNumber() {
		if (JvmRegistry.entry("member").containsKey("host")) {
			return HOST;
		}
		Integer number = detectSurefireForkNumber();
		return (number != null) ? number : find(LAST_NUMBER, System.getProperty(GRADLE_WORKER));
	}

	/**
	 * Whether the number of this fork tells that there are others. That of Gradle does
	 * not: its daemon goes on counting from one build to the next.
	 */
	static boolean isOneOfSeveral() {
		Integer number = detectSurefireForkNumber();
		return number != null && number > 1;
	}

	/** Whether it is Gradle that runs the tests of this JVM. */
	public static boolean isGradleWorker() {
		return System.getProperty(GRADLE_WORKER) != null;
	}

	private static @Nullable Integer detectSurefireForkNumber() {
		return find(SUREFIRE_FORK, System.getProperty("sun.java.command"));
	}

	private static @Nullable Integer find(Pattern pattern, @Nullable String text) {
		if (text == null) {
			return null;
		}
		Matcher matcher = pattern.matcher(text);
		return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
	}

}
