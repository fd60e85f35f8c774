package io.github.sharedsession.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

import static io.github.sharedsession.core.IsolatedClassLoader.setting;

/**
 * The part of {@link ThreadsMain} in one class loader. Each command runs on the thread
 * that calls, whose name begins all lines it prints:
 * {@code acquire <resource> <dependency,...|-> <option>...} with the options
 * {@code timeout=<ms>}, {@code checkpoint}, {@code prepare-until=<file>} and
 * {@code until=<file>}, which hold preparation and creation up until the file exists, and
 * {@code wraps} and {@code keeps-flag} for creations that tell of their interruption in
 * such a way only; {@code release} closes what the thread has acquired;
 * {@code acquire-interrupted} acquires with the flag set.
 */
final class ThreadsActor implements Function<Map<String, Object>, Consumer<String>> {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final int POLLS_TOLD = 100;

	private final Map<String, List<Use>> uses = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> polls = new ConcurrentHashMap<>();

	private String loader = "";

	@Override
	public Consumer<String> apply(Map<String, Object> settings) {
		Path directory = Path.of(setting(settings, "directory", String.class));
		PrintingLog log = new PrintingLog();
		Coordinator coordinator = new Coordinator(
				new SessionSettings(directory, setting(settings, "session", String.class),
						Duration.ofMillis(Long.parseLong(setting(settings, "linger", String.class)))),
				log, () -> watched(FileStore.open(directory, (warning) -> log.warn(warning, null))));
		this.loader = setting(settings, "loader", String.class);
		return (command) -> run(coordinator, command.split(" ", -1));
	}

	/**
	 * Tells whenever a thread looks at what the others are doing, and how often it polls.
	 */
	private Store watched(Store store) {
		return watched(Store.class, store, (method, argument) -> {
			if (method.equals("list") && argument.contains("/activity")) {
				print("looks at the others");
			}
		}, (result) -> (result instanceof StoreLock lock)
				? watched(StoreLock.class, lock, (method, argument) -> polled(method), (same) -> same) : result);
	}

	private void polled(String method) {
		if (method.equals("tryExclusive")) {
			String thread = Thread.currentThread().getName();
			int count = this.polls.computeIfAbsent(thread, (key) -> new AtomicInteger()).incrementAndGet();
			if (count % POLLS_TOLD == 0) {
				print("has polled " + count);
			}
		}
	}

	private static <T> T watched(Class<T> type, T target, BiConsumer<String, String> watcher,
			UnaryOperator<@Nullable Object> results) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				watcher.accept(method.getName(), (arguments != null) ? String.valueOf(arguments[0]) : "");
				try {
					return results.apply(method.invoke(target, arguments));
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	private void run(Coordinator coordinator, String[] words) {
		List<Use> own = this.uses.computeIfAbsent(Thread.currentThread().getName(), (key) -> new ArrayList<>());
		if (words[0].equals("release")) {
			release(own);
			return;
		}
		List<String> dependencies = words[2].equals("-") ? List.of() : Arrays.asList(words[2].split(",", -1));
		if (words[0].equals("acquire-interrupted")) {
			Thread.currentThread().interrupt();
		}
		TestRecipe recipe = new TestRecipe(coordinator, this.loader, words[1], dependencies,
				List.of(Arrays.copyOfRange(words, 3, words.length)));
		try {
			own.add(recipe.acquire());
		}
		catch (SharedSessionException ex) {
			print("error " + ex.getClass().getSimpleName() + " " + ex.getMessage() + " interrupted="
					+ Thread.interrupted());
		}
		catch (Throwable ex) {
			print("failed " + ex);
		}
	}

	private static void release(List<Use> uses) {
		try {
			uses.forEach(Use::close);
			uses.clear();
			print("released");
		}
		catch (RuntimeException ex) {
			print("failed " + ex);
		}
	}

	static void print(String line) {
		String text = Thread.currentThread().getName() + " " + line.replace("\n", "\\n").replace("\r", "") + "\n";
		synchronized (System.out) {
			System.out.print(text);
			System.out.flush();
		}
	}

	/** In microseconds, the same clock in all JVMs. */
	static long now() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
	}

	private record TestRecipe(Coordinator coordinator, String loader, String name, List<String> dependencies,
			List<String> options) implements Recipe {

		Use acquire() {
			String timeout = option("timeout");
			Use use = this.coordinator
				.acquire(new ResourceRequest(MemberMain.key(this.name), this.name, "Test." + this.name + "()",
						(timeout != null) ? Duration.ofMillis(Long.parseLong(timeout)) : TIMEOUT, this));
			print("acquired " + this.name + " " + new String(use.value(), StandardCharsets.UTF_8) + " at " + now());
			return use;
		}

		private @Nullable String option(String name) {
			return this.options.stream()
				.filter((option) -> option.startsWith(name + "="))
				.map((option) -> option.substring(name.length() + 1))
				.findFirst()
				.orElse(null);
		}

		@Override
		public Collection<ResourceKey> prepare() {
			print("preparing " + this.name);
			try {
				awaitFile(option("prepare-until"));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			List<ResourceKey> keys = new ArrayList<>();
			for (String dependency : this.dependencies) {
				new TestRecipe(this.coordinator, this.loader, dependency, List.of(), List.of()).acquire().close();
				keys.add(MemberMain.key(dependency));
			}
			return keys;
		}

		@Override
		public Created create(CreationContext creation) throws InterruptedException {
			byte[] value = creation.generation().getBytes(StandardCharsets.UTF_8);
			print("creating " + this.name + " " + creation.generation());
			if (this.options.contains("checkpoint")) {
				creation.checkpoint(value);
				print("checkpointed " + this.name);
			}
			try {
				awaitFile(option("until"));
			}
			catch (InterruptedException ex) {
				if (this.options.contains("wraps")) {
					throw new IllegalStateException("The server did not start", ex);
				}
				if (this.options.contains("keeps-flag")) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException("The server did not start");
				}
				throw ex;
			}
			print("created " + this.name + " at " + now());
			return new Created(value, RecordedProperties.none());
		}

		private static void awaitFile(@Nullable String file) throws InterruptedException {
			while (file != null && !Files.exists(Path.of(file))) {
				Thread.sleep(20);
			}
		}

		@Override
		public void destroy(byte[] value) throws InterruptedException {
			// As a client of a server would
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			print("destroyed " + this.name + " " + new String(value, StandardCharsets.UTF_8) + " by " + this.loader);
		}

		@Override
		public Recipe recipeOf(ResourceKey dependency) {
			return new TestRecipe(this.coordinator, this.loader, dependency.label(), List.of(), List.of());
		}

		@Override
		public Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return new TestRecipe(this.coordinator, this.loader, dependent.label(), List.of(), List.of());
		}

		@Override
		public void check(RecordedProperties properties) {
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
