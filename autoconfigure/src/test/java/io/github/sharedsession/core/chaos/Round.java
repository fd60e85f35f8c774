package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sharedsession.core.chaos.Violation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One round of chaos in a world of its own: some members at a time, a dozen or so after
 * each other, most of which are killed; then one that is left in peace and has to leave
 * nothing. All that can be decided beforehand follows from the seed.
 */
final class Round {

	/** Far more than a round takes on a machine that does much else. */
	private static final int LIMIT_SECONDS = 240;

	/** What a situation begins with is not certain to come about when it is broken. */
	private static final int SITUATION_SECONDS = 15;

	private static final List<Fault.Kind> DEADLY = List.of(Fault.Kind.HALT, Fault.Kind.KILL, Fault.Kind.CRUMBLE);

	private final MemberJvm jvm;

	private final Signals signals;

	private final Path world;

	private final RoundPlan plan;

	private final Random random;

	private final Journal journal;

	private final List<Child> children = new ArrayList<>();

	private Round(MemberJvm jvm, Signals signals, Path world, RoundPlan plan) {
		this.jvm = jvm;
		this.signals = signals;
		this.world = world;
		this.plan = plan;
		this.random = new Random(plan.seed());
		this.journal = Journal.open(world.resolve("ledger").resolve("driver"));
	}

	/**
	 * Run a round.
	 * @param world the directory for it
	 * @param plan what is done
	 */
	static RoundResult run(MemberJvm jvm, Signals signals, Path world, RoundPlan plan)
			throws IOException, InterruptedException {
		return new Round(jvm, signals, jvm.newWorld(world), plan).run();
	}

	private RoundResult run() throws IOException, InterruptedException {
		Situation situation = this.plan.situation();
		boolean ended = (situation != null) ? bringAbout(situation.actors()) : startMembers();
		String session = (this.random.nextInt(3) == 0) ? "one" : "last";
		ended = ended && runToItsEnd("last", session);
		if (this.plan.aims().containsKey("last")) {
			ended = ended && runToItsEnd(RoundPlan.CLEANER, session);
		}
		return ended ? result(List.of()) : stuck();
	}

	/** Return whether all members have ended. */
	private boolean startMembers() throws IOException, InterruptedException {
		int byChance = 12 + this.random.nextInt(10);
		int members = (this.plan.members() > 0) ? this.plan.members() : byChance;
		int atOnce = 2 + this.random.nextInt(3);
		Semaphore places = new Semaphore(atOnce);
		for (int i = 1; i <= members; i++) {
			if (!places.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				return false;
			}
			start("m" + i, randomPlan(), randomHandling(), places);
			if (this.random.nextInt(15) == 0) {
				TimeUnit.MILLISECONDS.sleep(this.random.nextInt(200));
				this.children.forEach((child) -> child.kill("outside: together with all others"));
			}
		}
		return places.tryAcquire(atOnce, LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	private boolean bringAbout(List<Situation.Actor> actors) throws IOException, InterruptedException {
		Semaphore ended = new Semaphore(0);
		for (Situation.Actor actor : actors) {
			waitFor(actor.start());
			if (this.children.stream().noneMatch(Child::isAlive)) {
				this.jvm.store().awaitDeath(this.world);
			}
			start(actor.name(), actor.plan(), Child.Handling.NONE, ended);
		}
		return ended.tryAcquire(actors.size(), LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	private void waitFor(@Nullable Awaited start) throws InterruptedException {
		long begin = System.nanoTime();
		while (start != null && !start.isWritten(this.world.resolve("ledger"))
				&& System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SITUATION_SECONDS)) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

	private boolean runToItsEnd(String name, String session) throws IOException, InterruptedException {
		this.jvm.store().awaitDeath(this.world);
		Semaphore ended = new Semaphore(0);
		start(name, MemberPlan.orderly(session, this.jvm.keys()), Child.Handling.NONE, ended);
		return ended.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	private void start(String name, MemberPlan plan, Child.Handling handling, Semaphore ended) throws IOException {
		String aim = this.plan.aims().get(name);
		if (aim != null) {
			Fault.Kind kind = (this.plan.seed() % 2 == 0) ? Fault.Kind.HALT : Fault.Kind.KILL;
			Fault fault = new Fault(kind, aim, 1, Integer.MAX_VALUE, 0);
			// What has led it there, but not what has killed it then
			Child.Handling rest = handling.terminate() ? handling : Child.Handling.NONE;
			start(name, plan.with(plan.ordeal().with(fault)).words(), rest, ended);
		}
		else {
			start(name, plan.words(), handling, ended);
		}
	}

	private void start(String name, List<String> plan, Child.Handling handling, Semaphore ended) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(this.world.toString(), name));
		arguments.addAll(plan);
		this.children.add(Child.start(name, this.jvm.command(ChaosMember.class, arguments),
				this.world.resolve(name + ".err"), this.journal, this.signals, handling, ended::release));
	}

	private MemberPlan randomPlan() {
		String session = (this.random.nextInt(6) == 0) ? "two" : "one";
		return MemberPlan.random(this.random, this.jvm.keys(), session, randomFault());
	}

	private Fault randomFault() {
		int choice = this.random.nextInt(20);
		int millis = 1 + this.random.nextInt(150);
		int hit = 1 + this.random.nextInt((this.random.nextInt(3) == 0) ? 3 : 1);
		int step = 10 + this.random.nextInt(190);
		List<String> targets = this.plan.targets();
		Fault.Kind deadly = DEADLY.get(this.random.nextInt(DEADLY.size()));
		if (choice < 17) {
			// Who does not come to the target dies later elsewhere
			return targets.isEmpty() ? new Fault(deadly, null, 0, step, 0)
					: new Fault(deadly, targets.get(this.random.nextInt(targets.size())), hit, 50 + step, 0);
		}
		return (choice < 19) ? new Fault(Fault.Kind.STOP, null, 0, step, millis) : Fault.NONE;
	}

	private Child.Handling randomHandling() {
		int choice = this.random.nextInt(10);
		int millis = 1 + this.random.nextInt(250);
		return new Child.Handling((choice < 3) ? millis : 0, choice == 0, this.random.nextInt(3) == 0);
	}

	/** Somebody hangs: show where, then end it. */
	private RoundResult stuck() throws IOException, InterruptedException {
		List<Violation> violations = new ArrayList<>();
		for (Child child : this.children) {
			if (child.isAlive()) {
				Path dump = this.world.resolve("stuck-" + child.pid());
				new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
						String.valueOf(child.pid()))
					.redirectErrorStream(true)
					.redirectOutput(dump.toFile())
					.start()
					.waitFor(30, TimeUnit.SECONDS);
				violations.add(new Violation(Kind.LOST_WAITER, "hangs, see " + dump));
				child.kill("outside: hanging");
			}
		}
		this.journal.write("stuck");
		return result(violations);
	}

	private RoundResult result(List<Violation> seen) throws IOException {
		List<HistoryEvent> events = HistoryEvent.read(this.world.resolve("ledger"));
		HistoryChecker checker = HistoryChecker.check(events, names(this.world.resolve("resources")),
				published(this.world.resolve("root").resolve("cached")), this.jvm.store().lease());
		List<Violation> violations = new ArrayList<>(seen);
		violations.addAll(checker.violations());
		List<String> files = names(this.world.resolve("root"));
		if (!this.jvm.store().permanentFiles().containsAll(files)) {
			violations.add(new Violation(Kind.LEAK, "below the root are " + files));
		}
		List<String> left = this.jvm.store().remove(this.world);
		if (!left.isEmpty()) {
			violations.add(new Violation(Kind.LEAK, "in the store are " + left));
		}
		return new RoundResult(this.plan, this.world, events, violations, checker.mayBeLeft());
	}

	/** What is cached, by the values that lie there. */
	private static List<String> published(Path cached) throws IOException {
		if (!Files.exists(cached)) {
			return List.of();
		}
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.walk(cached)) {
			for (Path file : files.filter((path) -> path.endsWith("value")).toList()) {
				String record = Files.readString(file, StandardCharsets.ISO_8859_1);
				byte[] value = record.substring(record.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
				names.add(Generation.parse(value).name());
			}
		}
		return names;
	}

	private static List<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> String.valueOf(file.getFileName())).toList();
		}
	}

}
