package io.github.sharedsession.toolkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.sharedsession.SessionLock;
import io.github.sharedsession.TestSession;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * A member of a session in a JVM of its own that uses the tools: takes commands on its
 * standard input and tells what happens on its standard output, a line each.
 */
final class ToolsMain {

	private final Coordinator coordinator;

	private final TestSession session;

	private final Deque<SessionLock> held = new ArrayDeque<>();

	private ToolsMain(Coordinator coordinator, TestSession session) {
		this.coordinator = coordinator;
		this.session = session;
	}

	/**
	 * Run a member.
	 * @param args root directory, session id, milliseconds to wait for a lock
	 */
	public static void main(String[] args) throws Exception {
		SessionSettings settings = new SessionSettings(Path.of(args[0]), args[1], Duration.ZERO);
		Coordinator coordinator = new Coordinator(settings, new PrintingLog());
		ToolsMain main = new ToolsMain(coordinator,
				new SessionTools(coordinator, Duration.ofMillis(Long.parseLong(args[2]))));
		print("ready");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ", -1);
			if (words[0].equals("end")) {
				JvmEnd.run();
				print("ended");
				return;
			}
			try {
				main.run(words);
			}
			catch (RuntimeException ex) {
				print("failed " + String.valueOf(ex.getMessage()).replaceAll("\\R", " | "));
			}
		}
	}

	private void run(String[] words) throws Exception {
		switch (words[0]) {
			case "lock" -> {
				this.held.push(this.session.lock(words[1]));
				print("locked " + words[1]);
			}
			case "read" -> {
				this.held.push(this.session.readLock(words[1]));
				print("reads " + words[1]);
			}
			case "close" -> {
				this.held.pop().close();
				print("closed");
			}
			case "count" -> count(words[1], Path.of(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
			case "cost" -> cost(words[1], Path.of(words[2]), Integer.parseInt(words[3]));
			case "ports" -> ports(Integer.parseInt(words[1]));
			case "add" -> {
				this.session.list(words[1], String.class).add(words[2]);
				print("added " + words[2]);
			}
			case "all" -> print("all " + this.session.list(words[1], String.class).all());
			case "resource" -> {
				Use use = this.coordinator.acquire(new ResourceRequest(new ResourceKey("r", "1", "1"), "r", "Test.r()",
						Duration.ofMinutes(1), new ListingRecipe(this.session)));
				JvmEnd.onEndCloseContexts(use::close);
				print("acquired");
			}
			case "who" -> print("who " + this.session.id() + " " + this.session.forkId() + " "
					+ this.session.forkDirectory() + " " + this.session.directory() + " " + this.session.isParallel());
			default -> throw new IllegalArgumentException(words[0]);
		}
	}

	/** Many threads count in one file, as nobody could who is not alone. */
	private void count(String name, Path file, int threads, int times) throws Exception {
		List<Long> waits = new ArrayList<>();
		for (List<Long> some : inThreads(threads, () -> count(name, file, times))) {
			waits.addAll(some);
		}
		waits.sort(null);
		print("counted " + waits.get(waits.size() / 2) / 1000 + " " + waits.get(waits.size() - 1) / 1000);
	}

	/** Beside a lock of a file that is opened once, as nobody could do with less. */
	// The locks are used by being held
	@SuppressWarnings("try")
	private void cost(String name, Path file, int times) throws IOException {
		List<Long> costs = new ArrayList<>();
		List<Long> bareCosts = new ArrayList<>();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			for (int i = 0; i < times; i++) {
				long start = System.nanoTime();
				try (SessionLock lock = this.session.lock(name)) {
					// Nobody else wants it
				}
				long end = System.nanoTime();
				try (FileLock lock = channel.lock()) {
					// As above
				}
				costs.add(end - start);
				bareCosts.add(System.nanoTime() - end);
			}
		}
		costs.sort(null);
		bareCosts.sort(null);
		print("cost " + costs.get(times / 2) / 1000.0 + " us, bare file lock " + bareCosts.get(times / 2) / 1000.0
				+ " us");
	}

	// The locks are used by being held
	@SuppressWarnings("try")
	private List<Long> count(String name, Path file, int times) throws IOException {
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			long start = System.nanoTime();
			if (i % 5 == 4) {
				try (SessionLock lock = this.session.readLock(name)) {
					waits.add(System.nanoTime() - start);
					checkAlone(Files.readString(file));
				}
			}
			else {
				try (SessionLock lock = this.session.lock(name)) {
					waits.add(System.nanoTime() - start);
					int number = checkAlone(Files.readString(file));
					Files.writeString(file, "");
					Files.writeString(file, String.valueOf(number + 1));
				}
			}
		}
		return waits;
	}

	private static int checkAlone(String content) {
		if (content.isEmpty()) {
			print("violation");
			return 0;
		}
		return Integer.parseInt(content);
	}

	private void ports(int count) throws IOException {
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int port = this.session.reservePort();
			ports.add(port);
			new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		}
		print("ports " + ports);
	}

	private static <T> List<T> inThreads(int count, Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(count);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(Collections.nCopies(count, task))) {
				results.add(future.get());
			}
			return results;
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new UncheckedIOException(
					(ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause()));
		}
		finally {
			executor.shutdown();
		}
	}

	private static synchronized void print(String line) {
		System.out.println(line);
		System.out.flush();
	}

	/** What members have listed is cleaned up with the resource. */
	private record ListingRecipe(TestSession session) implements Recipe {

		@Override
		public Collection<ResourceKey> prepare() {
			return List.of();
		}

		@Override
		public Created create(CreationContext creation) {
			return new Created("{}".getBytes(StandardCharsets.UTF_8), RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
			print("destroyed " + this.session.list("items", String.class).all());
		}

		@Override
		public void check(RecordedProperties properties) {
		}

		@Override
		public @Nullable Recipe recipeOf(ResourceKey dependency) {
			return null;
		}

		@Override
		public @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return null;
		}

	}

	private static final class PrintingLog implements SessionLog {

		@Override
		public void info(String message) {
			print("info " + message);
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			print("warn " + message);
		}

		@Override
		public void account(String account) {
		}

	}

}
