package io.github.sharedsession.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.host.HostEnvironment;

/**
 * Where the threads of another JVM are, as the JDK's {@code jcmd} tells.
 */
final class ThreadStacks {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Pattern HEADER = Pattern.compile("\"(.*)\" #(\\d+) .*");

	private static final Pattern STOPPED = Pattern.compile("\\d+ \\(.*\\) [Tt] .*", Pattern.DOTALL);

	private static final int MAX_FRAMES = 15;

	private ThreadStacks() {
	}

	/**
	 * Return whether a process has been stopped, and so can't answer.
	 */
	static boolean isStopped(long pid) {
		try {
			return STOPPED
				.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1))
				.matches();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Find threads by their ids or by what they are doing.
	 * @param pid the process
	 * @param filter takes the threads that are wanted
	 * @return the threads, empty when the process does not tell
	 */
	static List<ThreadStack> find(long pid, Predicate<ThreadStack> filter) {
		List<ThreadStack> stacks = new ArrayList<>();
		String name = null;
		long id = 0;
		List<String> frames = new ArrayList<>();
		List<String> lines = new ArrayList<>(dump(pid));
		lines.add("");
		for (String line : lines) {
			Matcher header = HEADER.matcher(line);
			if (header.matches()) {
				name = header.group(1);
				id = Long.parseLong(header.group(2));
				frames = new ArrayList<>();
			}
			else if (line.strip().startsWith("at ")) {
				frames.add(line.strip().substring(3));
			}
			else if (line.isEmpty() && name != null) {
				ThreadStack stack = new ThreadStack(name, id, List.copyOf(frames));
				if (filter.test(stack)) {
					stacks.add(stack.shortened());
				}
				name = null;
			}
		}
		return stacks;
	}

	private static List<String> dump(long pid) {
		Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
		if (!Files.isExecutable(jcmd) || isStopped(pid)) {
			return List.of();
		}
		try {
			Path dump = Files.createTempFile("shared-session-threads", ".txt");
			try {
				ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "Thread.print")
					.redirectErrorStream(true)
					.redirectOutput(dump.toFile());
				HostEnvironment.clean(builder.environment());
				Process process = builder.start();
				if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
					process.destroyForcibly();
				}
				return Files.readAllLines(dump, StandardCharsets.ISO_8859_1);
			}
			finally {
				Files.delete(dump);
			}
		}
		catch (IOException ex) {
			return List.of();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return List.of();
		}
	}

	/**
	 * Where a thread is.
	 *
	 * @param name its name
	 * @param id its id
	 * @param frames its innermost frames
	 */
	record ThreadStack(String name, long id, List<String> frames) {

		boolean isIn(String className) {
			return this.frames.stream().anyMatch((frame) -> frame.startsWith(className + "."));
		}

		private ThreadStack shortened() {
			return new ThreadStack(this.name, this.id,
					this.frames.subList(0, Math.min(MAX_FRAMES, this.frames.size())));
		}

	}

}
