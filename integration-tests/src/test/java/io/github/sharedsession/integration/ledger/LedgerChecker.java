package io.github.sharedsession.integration.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sharedsession.integration.ledger.Violation.Kind;

/**
 * Replays a ledger and finds what must not happen.
 */
public final class LedgerChecker {

	private final List<Violation> violations = new ArrayList<>();

	/** Name and generation to the entry that created it. */
	private final Map<String, LedgerEntry> live = new LinkedHashMap<>();

	private final Set<String> destroyed = new HashSet<>();

	/** Dependents to what they were created on. */
	private final Map<String, String> dependencies = new HashMap<>();

	/** Open uses and connections to the entries that opened them. */
	private final Map<String, LedgerEntry> open = new LinkedHashMap<>();

	private final Set<String> disconnected = new HashSet<>();

	private LedgerChecker() {
	}

	/**
	 * Check a ledger of builds that have ended.
	 * @param entries all entries in order
	 * @return what must not happen, in order
	 */
	public static List<Violation> check(List<LedgerEntry> entries) {
		LedgerChecker checker = new LedgerChecker();
		entries.forEach(checker::replay);
		checker.open.values().forEach((entry) -> checker.report(Kind.NOT_RELEASED, entry));
		checker.live.values().forEach((entry) -> checker.report(Kind.NOT_DESTROYED, entry));
		return checker.violations;
	}

	private void replay(LedgerEntry entry) {
		switch (entry.verb()) {
			case "create" -> create(entry);
			case "destroy" -> destroy(entry);
			case "connect", "use-begin" -> {
				use(entry);
				this.open.put(claim(entry), entry);
			}
			case "use-end" -> {
				use(entry);
				release(entry);
			}
			case "disconnect" -> {
				use(entry);
				release(entry);
				this.disconnected.add(client(entry));
			}
			case "kill" -> this.open.values().removeIf((opened) -> opened.pid() == entry.pid());
			case "stop" -> this.open.values()
				.removeIf((opened) -> opened.pid() == entry.pid() && opened.verb().equals("use-begin"));
			default -> {
				// Of no interest here
			}
		}
	}

	private void create(LedgerEntry entry) {
		if (this.live.values().stream().anyMatch((other) -> other.resource().equals(entry.resource()))) {
			report(Kind.SECOND_LIVE_GENERATION, entry);
		}
		entry.detail("on").ifPresent((dependency) -> {
			if (!this.live.containsKey(dependency)) {
				report(Kind.CREATED_WITHOUT_DEPENDENCY, entry);
			}
			this.dependencies.put(entry.resourceAndGeneration(), dependency);
		});
		this.live.put(entry.resourceAndGeneration(), entry);
	}

	private void destroy(LedgerEntry entry) {
		String resource = entry.resourceAndGeneration();
		if (this.live.remove(resource) == null) {
			report(this.destroyed.contains(resource) ? Kind.DESTROYED_TWICE : Kind.DESTROYED_BEFORE_CREATED, entry);
		}
		if (this.open.values().stream().anyMatch((opened) -> opened.resourceAndGeneration().equals(resource))) {
			report(Kind.DESTROYED_WHILE_USED, entry);
		}
		if (this.dependencies.containsValue(resource)) {
			report(Kind.DESTROYED_BEFORE_DEPENDENT, entry);
		}
		String dependency = this.dependencies.remove(resource);
		if (entry.detail("on").filter((on) -> !on.equals(dependency)).isPresent()) {
			report(Kind.DESTROYED_ON_OTHER_DEPENDENCY, entry);
		}
		this.destroyed.add(resource);
	}

	private void use(LedgerEntry entry) {
		String resource = entry.resourceAndGeneration();
		if (this.destroyed.contains(resource)) {
			report(Kind.USED_AFTER_DESTROYED, entry);
		}
		else if (!this.live.containsKey(resource)) {
			report(Kind.USED_BEFORE_CREATED, entry);
		}
		if (this.disconnected.contains(client(entry))) {
			report(Kind.USED_AFTER_DISCONNECTED, entry);
		}
	}

	private void release(LedgerEntry entry) {
		this.open.remove(claim(entry));
	}

	private static String claim(LedgerEntry entry) {
		return (entry.verb().startsWith("use") ? "use " : "connection ") + client(entry);
	}

	private static String client(LedgerEntry entry) {
		return entry.resourceAndGeneration() + " " + entry.pid()
				+ entry.detail("client").map((client) -> " " + client).orElse("");
	}

	private void report(Kind kind, LedgerEntry entry) {
		this.violations.add(new Violation(kind, entry));
	}

}
