package io.github.sharedsession.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.core.model.Operation;
import io.github.sharedsession.core.model.Outcome;
import io.github.sharedsession.core.model.Program;
import io.github.sharedsession.core.model.Program.Event;
import io.github.sharedsession.core.model.Program.Row;
import io.github.sharedsession.core.record.ResourceKey;
import org.jspecify.annotations.Nullable;

import static io.github.sharedsession.core.model.ResourceProtocol.ERROR;
import static io.github.sharedsession.core.model.ResourceProtocol.GONE;
import static io.github.sharedsession.core.model.ResourceProtocol.USING;

/**
 * What this JVM has done to each resource, and whether a {@link Program} would do so.
 */
final class ProtocolRecorder {

	private static final long LIMIT_SECONDS = 60;

	private static final Set<String> ENDS = Set.of(USING, ERROR, GONE);

	/** Who has no lease may look, since that changes nothing. */
	private static final Set<Operation> LOOKS = Set.of(Operation.READ_VALUE, Operation.READ_INTENT,
			Operation.LIST_REMAINS);

	private static final Map<Outcome, Outcome> SAME = Map.of(Outcome.DONE_OF_SEVERAL, Outcome.DONE,
			Outcome.THROWS_OF_SEVERAL, Outcome.THROWS);

	/** By directory of the resource, in the order in which they were first used. */
	private final Map<String, List<Event>> traces = new LinkedHashMap<>();

	private final List<String> all = new ArrayList<>();

	private final List<String> session = new ArrayList<>();

	synchronized void record(String directory, Operation operation, Outcome outcome) {
		Event event = new Event(operation, outcome);
		this.traces.computeIfAbsent(directory, (key) -> new ArrayList<>()).add(event);
		this.all.add(label(directory) + " " + event);
		notifyAll();
	}

	/** Wait until something has been done so many times, but not for ever. */
	synchronized void await(String what, int times) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		try {
			while (Collections.frequency(this.all, what) < times && System.nanoTime() < end) {
				wait(TimeUnit.SECONDS.toMillis(1));
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Record what a recipe or the log does, in the resource's newest directory. */
	synchronized void recordOfBean(String bean, Operation operation, Outcome outcome) {
		ResourceKey key = MemberMain.key(bean);
		String directory = this.traces.keySet()
			.stream()
			.filter((name) -> name.endsWith("/" + key.definition() + "/" + key.fingerprint()))
			.reduce((first, second) -> second)
			.orElseThrow();
		record(directory, operation, outcome);
	}

	synchronized void recordOfSession(String what) {
		this.session.add(what);
	}

	/** The failure of what is cached lies elsewhere than the rest of it. */
	synchronized String cachedOrSame(String directory) {
		String cached = directory.replaceFirst(".*/resources/", "cached/");
		return this.traces.containsKey(cached) ? cached : directory;
	}

	private static String label(String directory) {
		String[] parts = directory.split("/", -1);
		String definition = parts[parts.length - 2];
		return definition.substring(0, definition.indexOf('_'));
	}

	/** All that was done, over all resources. */
	synchronized List<String> all() {
		return List.copyOf(this.all);
	}

	/** What was done with the locks of the session. */
	List<String> session() {
		return this.session;
	}

	/** The traces of a bean: one for each session in which it was touched. */
	List<List<Event>> traces(String bean) {
		return this.traces.entrySet()
			.stream()
			.filter((entry) -> label(entry.getKey()).equals(bean))
			.map(Map.Entry::getValue)
			.toList();
	}

	/**
	 * Say where a trace is not what a program does.
	 * @param beginnings the steps at which the program begins, one after the other
	 * @return a description, or {@code null} when the program would do just that
	 */
	static @Nullable String deviation(Program program, List<Event> trace, String... beginnings) {
		// Where the program may be, and at which of the beginnings that was entered
		Map<Integer, Set<String>> places = new TreeMap<>(Map.of(0, Set.of(GONE)));
		for (int i = 0; i < trace.size(); i++) {
			Event event = trace.get(i);
			Map<Integer, Set<String>> next = new TreeMap<>();
			places.forEach((begun, steps) -> steps.forEach((step) -> {
				boolean looks = ENDS.contains(step) && LOOKS.contains(event.operation());
				if (looks || event.operation() == Operation.READ_USAGE) {
					next.computeIfAbsent(begun, (key) -> new HashSet<>()).add(step);
				}
				boolean begins = ENDS.contains(step) && begun < beginnings.length;
				for (Row row : program.rows(begins ? beginnings[begun] : step)) {
					if (isSame(row.event(), event)) {
						next.computeIfAbsent(begins ? begun + 1 : begun, (key) -> new HashSet<>()).add(row.next());
					}
				}
			}));
			if (next.isEmpty()) {
				return "Number " + i + ", " + event + ", can't be done at " + places + " in " + trace;
			}
			places = next;
		}
		boolean ended = places.getOrDefault(beginnings.length, Set.of()).stream().anyMatch(ENDS::contains);
		return ended ? null : "At the end of " + trace + " the program is at " + places;
	}

	private static boolean isSame(Event planned, Event seen) {
		Operation operation = (planned.operation() == Operation.DESTROY_REMAINS) ? Operation.DESTROY
				: planned.operation();
		return operation == seen.operation()
				&& SAME.getOrDefault(planned.outcome(), planned.outcome()) == seen.outcome();
	}

}
