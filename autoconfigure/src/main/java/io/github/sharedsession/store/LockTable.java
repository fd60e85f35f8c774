package io.github.sharedsession.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processes hold file locks, as the operating system tells: a look at it touches no
 * lock file. Known on Linux only, and only of processes that this one can see.
 *
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_locks.5.html">proc_locks(5)</a>
 */
public final class LockTable {

	private static final Path LOCKS = Path.of("/proc/locks");

	/** A line without an arrow: one with an arrow is of a process that waits. */
	private static final Pattern LINE = Pattern
		.compile("\\d+: POSIX +\\S+ +(READ|WRITE) +(\\d+) ([0-9a-f]+):([0-9a-f]+):(\\d+) .*");

	private static final int HEXADECIMAL = 16;

	private final boolean available;

	private final Map<String, List<Holder>> holders;

	private LockTable(boolean available, Map<String, List<Holder>> holders) {
		this.available = available;
		this.holders = holders;
	}

	/**
	 * Read the table as it is now.
	 * @return the table, which is empty where it is not known
	 */
	public static LockTable read() {
		Map<String, List<Holder>> holders = new HashMap<>();
		try {
			for (String line : Files.readAllLines(LOCKS, StandardCharsets.US_ASCII)) {
				Matcher matcher = LINE.matcher(line);
				if (matcher.matches()) {
					holders
						.computeIfAbsent(
								key(Long.parseLong(matcher.group(3), HEXADECIMAL),
										Long.parseLong(matcher.group(4), HEXADECIMAL), matcher.group(5)),
								(key) -> new ArrayList<>())
						.add(new Holder(Long.parseLong(matcher.group(2)), "WRITE".equals(matcher.group(1))));
				}
			}
			return new LockTable(true, holders);
		}
		catch (IOException ex) {
			return new LockTable(false, Map.of());
		}
	}

	/**
	 * Return whether the system tells who holds locks.
	 * @return whether what is missing here is not held
	 */
	public boolean isAvailable() {
		return this.available;
	}

	/**
	 * Find who holds a lock.
	 * @param file the lock file, which need not exist
	 * @return the processes, empty when there is none or it is not known
	 */
	public List<Holder> holders(Path file) {
		try {
			long device = attribute(file, "dev");
			// As the C library takes the two parts from a device number
			long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
			long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
			return this.holders.getOrDefault(key(major, minor & 0xffffffffL, String.valueOf(attribute(file, "ino"))),
					List.of());
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return List.of();
		}
	}

	private static long attribute(Path file, String name) throws IOException {
		Object value = Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
		return (value instanceof Long number) ? number : 0;
	}

	private static String key(long major, long minor, String inode) {
		return major + ":" + minor + ":" + inode;
	}

	/**
	 * A process that holds a lock.
	 *
	 * @param pid the process
	 * @param exclusive whether it holds it alone
	 */
	public record Holder(long pid, boolean exclusive) {
	}

}
