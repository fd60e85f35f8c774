package io.github.sharedsession.core.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What one member is to do and to suffer.
 *
 * @param seed of its own random decisions
 * @param session the id of its session
 * @param lingerMillis for how long what it leaves outlives it
 * @param threads how many threads acquire at once
 * @param keys the resources that each thread acquires, in order
 * @param waitSeconds how long it waits for each
 * @param checkpoint when its creations record what they are making
 * @param slowMillis how long its creations and tear-downs take at most
 * @param throwPercent how many of its creations throw
 * @param destroyThrowPercent how many of its tear-downs throw
 * @param holdMillis how long it uses what it has, at most
 * @param end how it ends
 * @param ordeal what happens to it meanwhile
 */
record MemberPlan(int seed, String session, int lingerMillis, int threads, List<String> keys, int waitSeconds,
		Checkpoint checkpoint, int slowMillis, int throwPercent, int destroyThrowPercent, int holdMillis, End end,
		Ordeal ordeal) {

	/** Enough for any machine; who waits longer is lost. */
	static final int WAIT_SECONDS = 60;

	/** The resources, and those that each is made with. */
	static final List<String> KEYS = List.of("a", "a2", "b", "c", "d", "e", "e2", "f", "g");

	/** Those that several machines can have: nothing that is cached, or made with it. */
	static final List<String> KEYS_OF_MACHINES = List.of("a", "a2", "b", "c", "d");

	/**
	 * What a resource is made with. {@code a2} is {@code a} with another fingerprint.
	 */
	static List<String> dependencies(String key) {
		return switch (key) {
			case "b" -> List.of("a");
			case "d" -> List.of("b", "c");
			case "f", "g" -> List.of("e");
			default -> List.of();
		};
	}

	/** Whether a resource outlives its session. */
	static boolean isCached(String key) {
		return key.startsWith("e") || key.startsWith("f");
	}

	/**
	 * The last member of a round: takes everything there is, in order, and leaves nothing
	 * but what is cached.
	 */
	static MemberPlan orderly(String session, List<String> keys) {
		return calm(session, keys);
	}

	/** A member to which nothing happens. */
	static MemberPlan calm(String session, List<String> keys) {
		return new MemberPlan(0, session, 0, 1, keys, WAIT_SECONDS, Checkpoint.FIRST, 0, 0, 0, 0, End.ORDERLY,
				Ordeal.NONE);
	}

	static MemberPlan random(Random random, List<String> all, String session, Fault fault) {
		List<String> keys = new ArrayList<>();
		int count = 1 + random.nextInt(3);
		for (int i = 0; i < count; i++) {
			// Few keys, so that members meet
			keys.add(all.get((random.nextInt(3) == 0) ? 0 : random.nextInt(all.size())));
		}
		Ordeal ordeal = new Ordeal(fault, List.of(), pick(random, 0, 0, 3, 10, 25), pick(random, 1000, 3000, 20_000));
		MemberPlan plan = new MemberPlan(random.nextInt(), session, pick(random, 0, 0, 40, 150),
				(random.nextInt(6) == 0) ? 2 : 1, keys, WAIT_SECONDS, Checkpoint.values()[random.nextInt(3)],
				pick(random, 0, 0, 5, 20, 60), pick(random, 0, 0, 0, 50), pick(random, 0, 0, 50),
				pick(random, 0, 0, 10, 40), end(random), ordeal);
		return plan.with(ordeal);
	}

	/** The same to which something else happens. */
	MemberPlan with(Ordeal other) {
		// A second thread must not go on without the locks that crumble
		int threads = (other.fault().kind() == Fault.Kind.CRUMBLE) ? 1 : this.threads;
		return new MemberPlan(this.seed, this.session, this.lingerMillis, threads, this.keys, this.waitSeconds,
				this.checkpoint, this.slowMillis, this.throwPercent, this.destroyThrowPercent, this.holdMillis,
				this.end, other);
	}

	/** The same with creations that all throw. */
	MemberPlan throwing() {
		return new MemberPlan(this.seed, this.session, this.lingerMillis, this.threads, this.keys, this.waitSeconds,
				this.checkpoint, this.slowMillis, 100, this.destroyThrowPercent, this.holdMillis, this.end,
				this.ordeal);
	}

	/** The same that waits no longer than what would be enough. */
	MemberPlan impatient(int seconds) {
		return new MemberPlan(this.seed, this.session, this.lingerMillis, this.threads, this.keys, seconds,
				this.checkpoint, this.slowMillis, this.throwPercent, this.destroyThrowPercent, this.holdMillis,
				this.end, this.ordeal);
	}

	/** The same with other random decisions. */
	MemberPlan seeded(int other) {
		return new MemberPlan(other, this.session, this.lingerMillis, this.threads, this.keys, this.waitSeconds,
				this.checkpoint, this.slowMillis, this.throwPercent, this.destroyThrowPercent, this.holdMillis,
				this.end, this.ordeal);
	}

	private static End end(Random random) {
		int choice = random.nextInt(12);
		return (choice == 0) ? End.ABANDON : (choice <= 2) ? End.EXIT : End.ORDERLY;
	}

	private static int pick(Random random, int... choices) {
		return choices[random.nextInt(choices.length)];
	}

	static MemberPlan parse(List<String> words) {
		int[] numbers = words.stream().limit(8).mapToInt(Integer::parseInt).toArray();
		return new MemberPlan(numbers[0], words.get(8), numbers[1], numbers[2],
				Arrays.asList(words.get(9).split(",", -1)), numbers[3], Checkpoint.valueOf(words.get(10)), numbers[4],
				numbers[5], numbers[6], numbers[7], End.valueOf(words.get(11)),
				Ordeal.parse(words.subList(12, words.size())));
	}

	/** The words that {@link #parse} reads. */
	List<String> words() {
		List<String> words = new ArrayList<>();
		IntStream
			.of(this.seed, this.lingerMillis, this.threads, this.waitSeconds, this.slowMillis, this.throwPercent,
					this.destroyThrowPercent, this.holdMillis)
			.forEach((number) -> words.add(String.valueOf(number)));
		words.addAll(List.of(this.session, String.join(",", this.keys), this.checkpoint.name(), this.end.name()));
		words.addAll(this.ordeal.words());
		return words;
	}

	/**
	 * When a creation records what it is making.
	 */
	enum Checkpoint {

		NEVER, FIRST, LATE

	}

	/**
	 * How a member ends.
	 */
	enum End {

		/** As after the last test. */
		ORDERLY,

		/** {@code System.exit}, so that only the shutdown hook is left. */
		EXIT,

		/** {@code Runtime.halt} while it uses what it has. */
		ABANDON

	}

}
