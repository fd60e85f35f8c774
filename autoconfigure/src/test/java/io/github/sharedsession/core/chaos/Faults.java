package io.github.sharedsession.core.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The points that a member passes, and what happens to it there.
 */
final class Faults {

	private static final int MAX_CRUMBLE_MICROS = 20_000;

	private static final int HOLD_MICROS = 4000;

	private final Ordeal ordeal;

	private final Path ledger;

	private final Journal journal;

	/**
	 * Not shared with the callbacks, so that the order of a decay follows from the seed.
	 */
	private final Random random;

	private final Map<String, AtomicInteger> hits = new ConcurrentHashMap<>();

	private final Map<String, StoreLock> locks = new ConcurrentHashMap<>();

	private final AtomicInteger allHits = new AtomicInteger();

	/**
	 * Create the faults of a member.
	 * @param ordeal what happens at the points
	 * @param seed of what is left to chance
	 * @param ledger where it is seen what other processes do
	 * @param journal where points and faults are written down
	 */
	Faults(Ordeal ordeal, int seed, Path ledger, Journal journal) {
		this.ordeal = ordeal;
		this.ledger = ledger;
		this.journal = journal;
		this.random = new Random(seed);
	}

	/**
	 * Pass a point, if that is granted.
	 */
	void at(String point) {
		if (isDue(point)) {
			strike(point);
		}
		if (this.ordeal.napPercent() > 0 && this.random.nextInt(100) < this.ordeal.napPercent()) {
			nap(this.ordeal.napMicros());
		}
	}

	private void nap(int maxMicros) {
		try {
			TimeUnit.MICROSECONDS.sleep(this.random.nextInt(maxMicros));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Return whether the member is to die at this visit of a point. Who is told so brings
	 * about what a death in the middle of the step would leave, and calls
	 * {@link #strike}.
	 */
	boolean isDue(String point) {
		AtomicInteger count = this.hits.computeIfAbsent(point, (key) -> {
			this.journal.write("point " + key);
			return new AtomicInteger();
		});
		int hit = count.incrementAndGet();
		int all = this.allHits.incrementAndGet();
		waitForOthers(point, hit);
		Fault fault = this.ordeal.fault();
		return fault.kind() != Fault.Kind.NONE
				&& (all == fault.step() || (hit == fault.hit() && point.equals(fault.point())));
	}

	private void waitForOthers(String point, int hit) {
		for (Hold hold : this.ordeal.holds()) {
			if (hold.hit() == hit && hold.point().equals(point)) {
				waitForOthers(hold);
			}
		}
	}

	private void waitForOthers(Hold hold) {
		long start = System.nanoTime();
		boolean met = false;
		while (!met && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(hold.millis())) {
			nap(HOLD_MICROS);
			met = hold.until().isWritten(this.ledger);
		}
		this.journal.write((met ? "met " : "missed ") + hold);
	}

	/**
	 * Return whether a strike is the member's end.
	 */
	boolean areDeadly() {
		return this.ordeal.fault().isDeadly();
	}

	/** Note a lock that this member holds now, or no longer does. */
	void holds(String name, @Nullable StoreLock lock) {
		if (lock != null) {
			this.locks.put(name, lock);
		}
		else {
			this.locks.remove(name);
		}
	}

	void strike(String point) {
		switch (this.ordeal.fault().kind()) {
			case HALT -> halt(point);
			case CRUMBLE -> {
				this.journal.write("killed " + point);
				crumble();
				Runtime.getRuntime().halt(137);
			}
			case KILL -> {
				this.journal.write("killed " + point);
				tellDriver("kill");
				// Comes only when the driver has died
				Runtime.getRuntime().halt(1);
			}
			case STOP -> {
				this.journal.write("stopped " + point);
				tellDriver("stop " + this.ordeal.fault().millis());
			}
			case NONE -> {
			}
		}
	}

	private void crumble() {
		List<String> names = new ArrayList<>(this.locks.keySet());
		names.sort(Comparator.comparing(FaultyStore::role));
		Collections.shuffle(names, this.random);
		for (String name : names) {
			nap(MAX_CRUMBLE_MICROS);
			StoreLock lock = this.locks.get(name);
			if (lock != null) {
				lock.close();
				waitForOthers("dying: has lost " + FaultyStore.role(name), 1);
			}
		}
		nap(MAX_CRUMBLE_MICROS);
	}

	/**
	 * End this JVM here and now.
	 */
	void halt(String point) {
		this.journal.write("killed " + point);
		Runtime.getRuntime().halt(137);
	}

	/** Ask for a signal, and wait for the answer that follows it. */
	private static void tellDriver(String request) {
		System.out.println(request);
		System.out.flush();
		try {
			if (System.in.read() < 0) {
				Runtime.getRuntime().halt(1);
			}
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(1);
		}
	}

}
