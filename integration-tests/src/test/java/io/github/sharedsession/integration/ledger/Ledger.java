package io.github.sharedsession.integration.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file into which the forks of a build write what they do, in the order in which it
 * happens. Each line is {@code verb resource generation pid details…}.
 */
public final class Ledger {

	private final Path file;

	/**
	 * Create a new ledger.
	 * @param file its file, which need not exist
	 */
	public Ledger(Path file) {
		this.file = file;
	}

	/**
	 * Return what has been written so far.
	 * @return all complete lines
	 */
	public List<LedgerEntry> entries() {
		String content = content();
		List<String> lines = content.substring(0, content.lastIndexOf('\n') + 1).lines().toList();
		List<LedgerEntry> entries = new ArrayList<>();
		for (String line : lines) {
			entries.add(LedgerEntry.parse(entries.size() + 1, line));
		}
		return entries;
	}

	/**
	 * Return the entries with the given verb and resource.
	 * @param verb the verb
	 * @param resource the name of the resource
	 * @return the entries in order
	 */
	public List<LedgerEntry> entries(String verb, String resource) {
		return entries().stream()
			.filter((entry) -> entry.verb().equals(verb) && entry.resource().equals(resource))
			.toList();
	}

	/**
	 * Return the process ids of all forks.
	 * @return the process ids
	 */
	public Set<Long> forks() {
		return forkEntries().map(LedgerEntry::pid).collect(Collectors.toSet());
	}

	/**
	 * Return the process ids of the builds that forked.
	 * @return the process ids
	 */
	public Set<Long> builds() {
		return forkEntries().flatMap((entry) -> entry.detail("build").stream())
			.map(Long::valueOf)
			.collect(Collectors.toSet());
	}

	private Stream<LedgerEntry> forkEntries() {
		return entries().stream().filter((entry) -> entry.verb().equals("fork"));
	}

	/**
	 * Write down that a process is about to be killed: nothing that it holds is in use
	 * from here on.
	 * @param pid the process id
	 */
	public void appendKill(long pid) {
		append("kill", pid);
	}

	/**
	 * Write down that the tests of a process are about to be stopped, which leaves it the
	 * time to disconnect: what they have begun to use is not in use from here on.
	 * @param pid the process id
	 */
	public void appendStop(long pid) {
		append("stop", pid);
	}

	private void append(String verb, long pid) {
		try {
			Files.writeString(this.file, verb + " - - " + pid + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String content() {
		try {
			return Files.exists(this.file) ? Files.readString(this.file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return content();
	}

}
