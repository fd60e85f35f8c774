package io.github.sharedsession.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.process.SessionRoot;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.Digest;
import io.github.sharedsession.store.StoreServer;
import io.github.sharedsession.store.jdbc.JdbcSettings;
import io.github.sharedsession.store.redis.RedisSettings;
import org.jspecify.annotations.Nullable;

/**
 * A member of a session in a JVM of its own: takes commands on its standard input and
 * tells what happens on its standard output, a line each.
 * <p>
 * {@code acquire <resource> <dependency,...|-> <option>...} with the options {@code wait}
 * for one more line before the dependencies are acquired, {@code pause} for one in the
 * creation, {@code throw}, {@code block}, {@code checkpoint}, {@code close} as a context
 * that closes early, {@code destroy-throws}, {@code invalid} for what was made before,
 * {@code disposable}, {@code timeout=<ms>}, {@code listen} to serve a port of its own,
 * {@code port=<port>} to name one; {@code end}.
 */
public final class MemberMain {

	private static final BufferedReader COMMANDS = new BufferedReader(
			new InputStreamReader(System.in, StandardCharsets.UTF_8));

	private static final List<ServerSocket> SOCKETS = new ArrayList<>();

	private final Coordinator coordinator;

	private final Duration timeout;

	private final AtomicBoolean interrupted = new AtomicBoolean();

	private MemberMain(Coordinator coordinator, Duration timeout) {
		this.coordinator = coordinator;
		this.timeout = timeout;
	}

	public static void main(String[] args) throws IOException {
		Path root = args[0].isEmpty() ? SessionRoot.of(null).path() : Path.of(args[0]);
		SessionSettings settings = new SessionSettings(root, args[1], Duration.ofMillis(Long.parseLong(args[2])),
				CacheLimits.DEFAULT, (args.length > 3) ? server(Arrays.copyOfRange(args, 3, args.length)) : null);
		MemberMain member = new MemberMain(new Coordinator(settings, new PrintingLog()), Duration.ofSeconds(30));
		print("ready");
		for (String line = COMMANDS.readLine(); line != null; line = COMMANDS.readLine()) {
			String[] words = line.split(" ", -1);
			if (words[0].equals("end")) {
				JvmEnd.run();
				print("ended");
				return;
			}
			member.acquire(words);
		}
	}

	/**
	 * Where the session is kept: the URL and the user of a database, or the URL, the
	 * prefix and the lease in milliseconds of a Redis.
	 */
	private static StoreServer server(String... args) {
		return args[0].startsWith("jdbc:") ? new JdbcSettings(args[0], args[1], "")
				: new RedisSettings(args[0], null, null, args[1], Duration.ofMillis(Long.parseLong(args[2])));
	}

	private void acquire(String[] words) {
		List<String> dependencies = words[2].equals("-") ? List.of() : Arrays.asList(words[2].split(",", -1));
		Set<String> options = Set.of(Arrays.copyOfRange(words, 3, words.length));
		try {
			acquire(words[1], dependencies, options);
		}
		catch (RuntimeException ex) {
			print("error " + ex.getClass().getSimpleName() + " " + ex.getMessage() + causedAt(ex));
		}
	}

	private void acquire(String name, List<String> dependencies, Set<String> options) {
		Duration timeout = options.stream()
			.filter((option) -> option.startsWith("timeout="))
			.map((option) -> Duration.ofMillis(Long.parseLong(option.substring(8))))
			.findFirst()
			.orElse(this.timeout);
		Use use = this.coordinator.acquire(new ResourceRequest(key(name), name, "Test." + name + "()", timeout,
				new TestRecipe(name, dependencies, options)));
		print("acquired " + name + " " + new String(use.value(), StandardCharsets.UTF_8));
		if (options.contains("close")) {
			use.close();
		}
		else {
			JvmEnd.onEndCloseContexts(use::close);
		}
	}

	/**
	 * The key of a bean: {@code cached} is one that outlives its session, and
	 * {@code cached-2} the same with another fingerprint.
	 */
	public static ResourceKey key(String name) {
		boolean cached = name.startsWith("cached");
		String label = cached ? name.split("-", 2)[0] : name;
		String stableId = Digest.sha256().add(label).hex(16);
		return new ResourceKey(label, stableId, Digest.sha256().add(cached ? name : stableId).hex(16), cached);
	}

	/** The frames that a test prints of the cause. */
	private static String causedAt(Throwable ex) {
		Throwable cause = ex.getCause();
		return (cause != null) ? " caused at " + Arrays.toString(cause.getStackTrace()) : "";
	}

	private static synchronized void print(@Nullable String line) {
		System.out.println(String.valueOf(line).replace("\n", "\\n").replace("\r", ""));
	}

	private final class TestRecipe implements Recipe {

		private final String name;

		private final List<String> dependencies;

		private final Set<String> options;

		TestRecipe(String name, List<String> dependencies, Set<String> options) {
			this.name = name;
			this.dependencies = dependencies;
			this.options = options;
		}

		@Override
		public Collection<ResourceKey> prepare() {
			List<ResourceKey> keys = new ArrayList<>();
			print("preparing " + this.name);
			if (this.options.contains("wait")) {
				try {
					print("goes on after " + COMMANDS.readLine());
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
			for (String dependency : this.dependencies) {
				acquire(dependency, List.of(), Set.of());
				keys.add(key(dependency));
			}
			return keys;
		}

		@Override
		public Created create(CreationContext creation) throws Exception {
			byte[] value = (this.name + "-" + creation.generation() + address()).getBytes(StandardCharsets.UTF_8);
			print("creating " + this.name + " " + creation.generation());
			if (this.options.contains("checkpoint")) {
				creation.checkpoint(value);
				print("checkpointed " + this.name);
			}
			if (this.options.contains("pause")) {
				print("goes on after " + COMMANDS.readLine());
			}
			if (this.options.contains("throw")) {
				throw new IllegalStateException("no luck with " + this.name);
			}
			if (this.options.contains("exit")) {
				System.exit(1);
			}
			while (this.options.contains("block")) {
				Thread.sleep(Duration.ofMinutes(1).toMillis());
			}
			return new Created(value, RecordedProperties.none());
		}

		private String address() throws IOException {
			if (this.options.contains("listen")) {
				SOCKETS.add(new ServerSocket(0));
				return " http://localhost:" + SOCKETS.get(SOCKETS.size() - 1).getLocalPort() + "/";
			}
			return this.options.stream()
				.filter((option) -> option.startsWith("port="))
				.map((option) -> " {\"port\":" + option.substring(5) + "}")
				.findFirst()
				.orElse("");
		}

		@Override
		public void destroy(byte[] value) throws Exception {
			if (this.options.contains("destroy-slowly")) {
				new ProcessBuilder("sleep", "1").start().waitFor();
			}
			if (this.options.contains("destroy-interrupted")
					&& MemberMain.this.interrupted.compareAndSet(false, true)) {
				Thread.currentThread().interrupt();
				Thread.sleep(1);
			}
			if (this.options.contains("destroy-throws")) {
				print("destroy-throws " + this.name);
				throw new IllegalStateException("can't let go of " + this.name);
			}
			print("destroyed " + new String(value, StandardCharsets.UTF_8));
		}

		@Override
		public boolean isDisposable(byte[] value) {
			return this.options.contains("disposable");
		}

		@Override
		public boolean isValid(byte[] value) {
			print("probing " + new String(value, StandardCharsets.UTF_8));
			return !this.options.contains("invalid");
		}

		@Override
		public Recipe recipeOf(ResourceKey dependency) {
			return new TestRecipe(dependency.label(), List.of(), Set.of());
		}

		@Override
		public Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return new TestRecipe(dependent.label(), List.of(), Set.of());
		}

		@Override
		public void check(RecordedProperties properties) {
		}

	}

	public static final class PrintingLog implements SessionLog {

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
			print("account " + account);
		}

	}

}
