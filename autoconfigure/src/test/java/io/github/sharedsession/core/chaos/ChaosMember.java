package io.github.sharedsession.core.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.CoordinatorSeam;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * A member of a session in a JVM of its own that plays a {@link MemberPlan} in a world: a
 * directory with the root of the sessions, the ledger, and the resources themselves,
 * which are directories that a creation makes and a tear-down removes.
 */
final class ChaosMember {

	/** The system property with the class of the {@link ChaosStore}. */
	static final String STORE = "chaos.store";

	private final MemberPlan plan;

	private final Path resources;

	private final Journal journal;

	private final Faults faults;

	private final Random random;

	private final Coordinator coordinator;

	private final List<Generation> used = new ArrayList<>();

	private ChaosMember(Path world, String name, MemberPlan plan, ChaosStore store) {
		this.plan = plan;
		this.resources = world.resolve("resources");
		this.journal = Journal.open(world.resolve("ledger").resolve(name));
		this.random = new Random(plan.seed());
		this.faults = new Faults(plan.ordeal(), plan.seed(), world.resolve("ledger"), this.journal);
		AtomicBoolean leaving = new AtomicBoolean();
		JvmEnd.onEndCloseContexts(() -> {
			if (leaving.compareAndSet(false, true)) {
				this.journal.write("leaving");
			}
		});
		Path root = world.resolve("root");
		SessionSettings ofFiles = new SessionSettings(root, plan.session(), Duration.ofMillis(plan.lingerMillis()),
				new CacheLimits(Duration.ofDays(1), 1));
		this.coordinator = CoordinatorSeam.coordinator(store.settings(ofFiles, world), new JournalLog(),
				(opened) -> new FaultyStore(opened, this.faults, !store.isOnServer()));
	}

	/**
	 * Run a member.
	 * @param args the world, the name of the member, and the words of its plan
	 */
	public static void main(String[] args) throws InterruptedException, ReflectiveOperationException {
		List<String> words = Arrays.asList(args).subList(2, args.length);
		ChaosStore store = Class.forName(System.getProperty(STORE))
			.asSubclass(ChaosStore.class)
			.getConstructor()
			.newInstance();
		ChaosMember member = new ChaosMember(Path.of(args[0]), args[1], MemberPlan.parse(words), store);
		member.run();
	}

	private void run() throws InterruptedException {
		this.journal.write("start " + this.plan.session() + " " + ProcessHandle.current().pid());
		System.out.println("ready");
		Thread second = null;
		if (this.plan.threads() > 1) {
			second = new Thread(this::acquireAll, "second");
			second.start();
		}
		acquireAll();
		if (second != null) {
			second.join();
		}
		pause(this.plan.holdMillis());
		synchronized (this.used) {
			this.used.forEach(this::look);
		}
		switch (this.plan.end()) {
			case ORDERLY -> JvmEnd.run();
			case EXIT -> System.exit(0);
			case ABANDON -> this.faults.halt("member: while it uses what it has");
		}
		this.journal.write("left");
	}

	private void acquireAll() {
		for (String key : this.plan.keys()) {
			acquire(key);
			this.faults.at("member: has an answer");
		}
	}

	/**
	 * Acquire a resource as a context does.
	 * @return what was acquired, or {@code null} when that was refused
	 */
	@Nullable Generation acquire(String key) {
		ChaosRecipe recipe = new ChaosRecipe(key, this);
		try {
			return acquire(key, recipe);
		}
		catch (RuntimeException ex) {
			if (!JvmEnd.hasBegun() || !ex.getClass().getSimpleName().equals("SharedSessionEndedException")) {
				refused(key, recipe, ex);
			}
			return null;
		}
	}

	/**
	 * Acquire a resource that another one is made with.
	 */
	Generation acquireDependency(String key) {
		ChaosRecipe recipe = new ChaosRecipe(key, this);
		try {
			return acquire(key, recipe);
		}
		catch (RuntimeException ex) {
			refused(key, recipe, ex);
			throw ex;
		}
	}

	private void refused(String key, ChaosRecipe recipe, RuntimeException ex) {
		this.journal.write("refused " + thread() + " " + key + " " + ex.getClass().getSimpleName() + " "
				+ recipe.hasThrown() + " " + ex.getMessage() + " cause " + ex.getCause());
	}

	private Generation acquire(String key, ChaosRecipe recipe) {
		this.journal.write("acquire " + thread() + " " + key);
		Use use = this.coordinator.acquire(new ResourceRequest(Generation.key(key), key, "Chaos." + key + "()",
				Duration.ofSeconds(this.plan.waitSeconds()), recipe));
		Generation generation = Generation.parse(use.value());
		this.journal.write("acquired " + thread() + " " + generation);
		look(generation);
		synchronized (this.used) {
			this.used.add(generation);
		}
		if (this.random.nextInt(5) == 0) {
			// As a context that closes early
			this.journal.write("closes " + generation);
			use.close();
		}
		else {
			JvmEnd.onEndCloseContexts(use::close);
		}
		return generation;
	}

	/** Use a resource: it and all it was made with must be there. */
	private void look(Generation generation) {
		for (String name : generation.withDependencies()) {
			if (!Files.exists(this.resources.resolve(name)) && !JvmEnd.hasBegun()) {
				this.journal.write("missing " + name);
			}
		}
	}

	void pause(int maxMillis) throws InterruptedException {
		if (maxMillis > 0) {
			TimeUnit.MILLISECONDS.sleep(this.random.nextInt(maxMillis));
		}
	}

	boolean happens(int percent) {
		return this.random.nextInt(100) < percent;
	}

	MemberPlan plan() {
		return this.plan;
	}

	Journal journal() {
		return this.journal;
	}

	Faults faults() {
		return this.faults;
	}

	Path resource(String generation) {
		return this.resources.resolve(generation);
	}

	private static String thread() {
		return String.valueOf(Thread.currentThread().getId());
	}

	private final class JournalLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			ChaosMember.this.journal.write("warned " + message);
		}

		@Override
		public void account(String account) {
		}

	}

}
