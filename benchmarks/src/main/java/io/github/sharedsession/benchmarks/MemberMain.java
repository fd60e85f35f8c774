package io.github.sharedsession.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.SessionMember;
import io.github.sharedsession.core.acquire.Use;

/**
 * A member of sessions in a JVM of its own, one session for each root directory, which
 * may be followed by a plus and the URL of a server.
 * <ul>
 * <li>{@code shared <root> <resource> <creation in ms> <start>}: acquire, from that
 * {@link System#nanoTime()} on, which all processes of a machine have in common
 * <li>{@code bare <directory> - <creation in ms> <start>}: the same without the library
 * <li>{@code fill <root> <count>}: acquire that many resources
 * <li>{@code sample <count> <root> <resource>}: acquire a resource and give it back, that
 * many times
 * <li>{@code end}: end the test run; {@code bare-end <directory> <count>}: the floor
 * </ul>
 */
public final class MemberMain {

	/** The id of all sessions. */
	public static final String SESSION = "benchmark";

	/** Stands between a root directory and the URL of a server, where that is a store. */
	static final char AT = '+';

	private final Map<String, SessionMember> members = new HashMap<>();

	private MemberMain() {
	}

	/**
	 * Take commands until there are no more.
	 * @param args none
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		MemberMain main = new MemberMain();
		System.out.println("ready");
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				main.execute(line.split(" ", -1));
			}
		}
	}

	private void execute(String[] words) throws IOException, InterruptedException {
		switch (words[0]) {
			case "shared", "bare" -> handOver(words);
			case "fill" -> fill(member(words[1]), Integer.parseInt(words[2]));
			case "sample" -> sample(Integer.parseInt(words[1]), member(words[2]), SessionMember.request(words[3], 0));
			case "end" -> end();
			case "bare-end" -> bareEnd(Path.of(words[1]), Integer.parseInt(words[2]));
			default -> throw new IllegalArgumentException(words[0]);
		}
	}

	private SessionMember member(String root) {
		return this.members.computeIfAbsent(root, (key) -> {
			int end = key.indexOf(AT);
			return (end < 0) ? new SessionMember(Path.of(key), SESSION) : new SessionMember(
					Path.of(key.substring(0, end)), SESSION, StoreSite.server(key.substring(end + 1)));
		});
	}

	private void handOver(String[] words) throws IOException, InterruptedException {
		long creationMillis = Long.parseLong(words[3]);
		long start = Long.parseLong(words[4]);
		if (words[0].equals("bare")) {
			BareResource resource = new BareResource(Path.of(words[1]));
			await(start);
			resource.handOver(creationMillis);
			System.out.println("has " + System.nanoTime());
		}
		else {
			SessionMember member = member(words[1]);
			ResourceRequest request = SessionMember.request(words[2], creationMillis);
			await(start);
			Use use = member.acquire(request);
			System.out.println("has " + System.nanoTime());
			member.keep(use);
		}
	}

	private static void await(long start) {
		for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * Name a resource.
	 * @param number which one
	 * @return its name
	 */
	public static String name(int number) {
		return "resource-" + number;
	}

	private static void fill(SessionMember member, int count) {
		for (int i = 0; i < count; i++) {
			member.keep(member.acquire(SessionMember.request(name(i), 0)));
		}
		System.out.println("filled");
	}

	private static void sample(int count, SessionMember member, ResourceRequest request) {
		StringBuilder answer = new StringBuilder();
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			Use use = member.acquire(request);
			long acquired = System.nanoTime();
			member.release(request, use);
			long released = System.nanoTime();
			answer.append("sample " + (acquired - start) + " " + (released - acquired) + "\n");
		}
		System.out.print(answer);
		System.out.flush();
	}

	private static void end() {
		long start = System.nanoTime();
		SessionMember.end();
		System.out.println("ended " + (System.nanoTime() - start));
	}

	private static void bareEnd(Path directory, int count) throws IOException {
		List<BareResource> resources = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			BareResource resource = new BareResource(directory.resolve(name(i)));
			resource.create();
			resources.add(resource);
		}
		long start = System.nanoTime();
		for (BareResource resource : resources) {
			resource.destroy();
		}
		Run.delete(directory);
		System.out.println("ended " + (System.nanoTime() - start));
	}

}
