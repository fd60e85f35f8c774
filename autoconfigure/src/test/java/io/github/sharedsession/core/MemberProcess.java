package io.github.sharedsession.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Drives a {@link MemberMain} from the outside.
 */
public final class MemberProcess implements AutoCloseable {

	private static final long LIMIT_SECONDS = 60;

	private final Process process;

	private final Writer commands;

	private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final List<String> seen = new ArrayList<>();

	/** By thread, where in what was seen it goes on. */
	private final Map<String, Integer> cursors = new HashMap<>();

	private MemberProcess(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "member-" + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	public static MemberProcess start(Path directory, String session) {
		return start(directory, session, 0);
	}

	public static MemberProcess start(Path directory, String session, long lingerMillis) {
		return start(List.of(), classPath(), MemberMain.class,
				List.of(directory.toString(), session, String.valueOf(lingerMillis)));
	}

	/**
	 * Start a member by another command, as another user.
	 */
	static MemberProcess start(List<String> prefix, String classPath, Path directory, String session,
			long lingerMillis) {
		return start(prefix, classPath, MemberMain.class,
				List.of(directory.toString(), session, String.valueOf(lingerMillis)));
	}

	/**
	 * Start a JVM that speaks the same language of lines, and says {@code ready} first.
	 */
	public static MemberProcess start(Class<?> main, List<String> arguments) {
		return start(List.of(), classPath(), main, arguments);
	}

	/**
	 * Start such a JVM by another command, which runs the command that follows.
	 */
	public static MemberProcess start(List<String> prefix, Class<?> main, List<String> arguments) {
		return start(prefix, classPath(), main, arguments);
	}

	/**
	 * Start such a JVM by another command, with further options.
	 */
	public static MemberProcess start(List<String> prefix, List<String> options, Class<?> main,
			List<String> arguments) {
		return start(prefix, options, classPath(), main, arguments);
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static MemberProcess start(List<String> prefix, String classPath, Class<?> main, List<String> arguments) {
		return start(prefix, List.of(), classPath, main, arguments);
	}

	private static MemberProcess start(List<String> prefix, List<String> options, String classPath, Class<?> main,
			List<String> arguments) {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", classPath));
		command.addAll(options);
		command.add(main.getName());
		command.addAll(arguments);
		try {
			MemberProcess member = new MemberProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
			member.await("ready");
			return member;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.events.add(line);
			}
		}
		catch (IOException ex) {
			// The process has ended
		}
		this.events.add("gone");
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Send a command.
	 */
	public MemberProcess send(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Saw " + this.seen, ex);
		}
	}

	/**
	 * Wait for an event.
	 * @param start what its line starts with
	 * @return the rest of the line
	 */
	public String await(String start) {
		while (true) {
			String event = next(start);
			if (event.startsWith(start)) {
				return event.substring(start.length()).strip();
			}
		}
	}

	/**
	 * Wait for an event of one of several threads, whose events may come in any order.
	 * @param thread the thread
	 * @param starts what may follow its name in the line
	 * @return the line without the thread
	 */
	public String await(String thread, List<String> starts) {
		String prefix = thread + " ";
		for (int i = this.cursors.getOrDefault(thread, 0);; i++) {
			String event = (i < this.seen.size()) ? this.seen.get(i) : next(prefix + starts);
			if (event.startsWith(prefix)
					&& starts.stream().anyMatch((start) -> event.startsWith(start, prefix.length()))) {
				this.cursors.put(thread, i + 1);
				return event.substring(prefix.length());
			}
		}
	}

	/**
	 * Wait for one of several events.
	 * @param starts what its line may start with
	 * @return that start
	 */
	public String awaitAny(String... starts) {
		while (true) {
			String event = next(String.join(" or ", starts));
			for (String start : starts) {
				if (event.startsWith(start)) {
					return start;
				}
			}
		}
	}

	private String next(String awaited) {
		try {
			String event = this.events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
			if (event == null) {
				throw new AssertionError("No '" + awaited + "' came after " + this.seen);
			}
			this.seen.add(event);
			if (event.equals("gone") && !awaited.equals("gone")) {
				throw new AssertionError("The process ended before '" + awaited + "' came, after " + this.seen);
			}
			return event;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** All events so far that were waited for or passed over. */
	public List<String> seen() {
		return this.seen;
	}

	/** End the test run of the member in order. */
	public MemberProcess end() {
		send("end").await("ended");
		await("gone");
		return this;
	}

	/** End the member as Ctrl-C does, whatever it is doing. */
	public MemberProcess interrupt() {
		// Not that of the process itself, which would close its output
		this.process.toHandle().destroy();
		await("gone");
		return this;
	}

	/**
	 * Kill -9, and wait until the operating system has freed all that the process held.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			if (!this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("The process " + pid() + " does not die");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
