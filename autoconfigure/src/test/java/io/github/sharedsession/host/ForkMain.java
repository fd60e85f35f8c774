package io.github.sharedsession.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.host.LedgerServer.Settings;
import io.github.sharedsession.value.JsonValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A fork of a session in a JVM of its own that asks for hosted servers: takes commands on
 * its standard input and tells what happens on its standard output, a line each.
 * <p>
 * {@code acquire <name> <behaviour>...}, {@code end}. The behaviour belongs to the
 * request only, not to the key: forks that agree on a name agree on a server.
 */
public final class ForkMain {

	private final Coordinator coordinator;

	private final SessionHost host;

	private final Path ledger;

	private ForkMain(Coordinator coordinator, SessionHost host, Path ledger) {
		this.coordinator = coordinator;
		this.host = host;
		this.ledger = ledger;
	}

	/**
	 * Run a fork.
	 * @param args root directory, session id or "-" to detect it, ledger, milliseconds to
	 * linger, milliseconds for a server to close, options of the host
	 */
	public static void main(String[] args) throws IOException {
		Coordinator coordinator = new Coordinator(
				new SessionSettings(Path.of(args[0]), args[1].equals("-") ? null : args[1], Duration.ZERO),
				new PrintingLog());
		System.setProperty("surefire.test.class.path", args[6]);
		SessionHost host = new SessionHost(Duration.ofMillis(Long.parseLong(args[3])),
				Duration.ofMillis(Long.parseLong(args[4])), args[5]);
		ForkMain fork = new ForkMain(coordinator, host, Path.of(args[2]));
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		print("ready");
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			List<String> words = Arrays.asList(line.split(" ", -1));
			if (words.get(0).equals("end")) {
				JvmEnd.run();
				print("ended");
				return;
			}
			String name = words.get(1);
			switch (words.get(0)) {
				case "acquire" ->
					fork.acquire(name, LedgerServer.class.getName(), new TreeSet<>(words.subList(2, words.size())));
				case "name" -> fork.acquire("named", name, Set.of());
				case "use" -> {
					Files.writeString(fork.ledger, "used " + name + " - -\n", StandardOpenOption.APPEND);
					print("used");
				}
				default -> throw new IllegalArgumentException(line);
			}
		}
	}

	private void acquire(String name, String type, Set<String> behaviour) {
		Settings settings = new Settings(name, this.ledger, behaviour);
		JsonValueCodec<Settings> codec = new JsonValueCodec<>(() -> name, Settings.class);
		ServerDefinition definition = new ServerDefinition(type, codec.write(settings), name, "Test." + name + "()");
		try {
			Use use = this.coordinator.acquire(new ResourceRequest(key(name), name, "Test." + name + "()",
					Duration.ofSeconds(30), new NoRecipe(), new ServerRequest(definition.encode(), this.host)));
			print("acquired " + name + " " + new String(use.value(), StandardCharsets.UTF_8));
			JvmEnd.onEndCloseContexts(use::close);
		}
		catch (RuntimeException ex) {
			print("error " + ex.getClass().getSimpleName() + " " + ex.getMessage());
		}
	}

	private static ResourceKey key(String name) {
		String id = String.format("%016x", name.hashCode());
		return new ResourceKey(name, id, id);
	}

	private static synchronized void print(@Nullable String line) {
		System.out.println(String.valueOf(line).replace("\n", "\\n").replace("\r", ""));
	}

	/** A fork neither creates nor destroys what is hosted. */
	private static final class NoRecipe implements Recipe {

		@Override
		public Collection<ResourceKey> prepare() {
			throw new AssertionError();
		}

		@Override
		public Created create(CreationContext creation) {
			throw new AssertionError();
		}

		@Override
		public void destroy(byte[] value) {
			throw new AssertionError();
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
			print("account " + account);
		}

	}

}
