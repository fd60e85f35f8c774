package io.github.sharedsession.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * A member of a session in the JVM of the test, with a store that a test may disturb.
 * Speaks of its resources as {@link MemberMain} does. There is one at a time.
 */
public final class LocalMember {

	private final Path root;

	private final Coordinator coordinator;

	private final List<String> events = new ArrayList<>();

	private final List<SessionHistory> swept = new ArrayList<>();

	private Runnable duringCreation = () -> {
	};

	public LocalMember(Path root, String session) {
		this(root, session, UnaryOperator.identity());
	}

	public LocalMember(Path root, String session, UnaryOperator<Store> decorator) {
		this.root = root;
		this.coordinator = new Coordinator(new SessionSettings(root, session, Duration.ZERO), new RecordingLog(),
				() -> decorator.apply(FileStore.open(root, (warning) -> this.events.add("warn " + warning))));
	}

	/**
	 * Acquire a resource that needs others.
	 * @param name its name, then those of its dependencies
	 * @return the shared value
	 */
	public String acquire(String name, String... dependencies) {
		return acquire(Set.of(), name, dependencies);
	}

	public String acquire(Set<String> options, String name, String... dependencies) {
		Use use = this.coordinator.acquire(new ResourceRequest(MemberMain.key(name), name, "Test." + name + "()",
				Duration.ofSeconds(10), new LocalRecipe(name, List.of(dependencies), options)));
		JvmEnd.onEndCloseContexts(use::close);
		return new String(use.value(), StandardCharsets.UTF_8);
	}

	public LocalMember withoutReport() {
		this.coordinator.withoutReport();
		return this;
	}

	/** Let something happen in each creation. */
	LocalMember duringCreation(Runnable action) {
		this.duringCreation = action;
		return this;
	}

	/** End the test run of this JVM; another member may follow. */
	public LocalMember end() {
		JvmEnd.run();
		JvmEnd.reset();
		return this;
	}

	public List<String> events() {
		return this.events;
	}

	/** The dead sessions that this member has found. */
	public List<SessionHistory> swept() {
		return this.swept;
	}

	/** The events that start so. */
	public List<String> events(String start) {
		return this.events.stream().filter((event) -> event.startsWith(start)).toList();
	}

	/** Names of all files below the root. */
	public List<String> files() {
		return files(this.root);
	}

	public static List<String> files(Path root) {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || isEmpty(file))
				.map((file) -> root.relativize(file).toString())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isEmpty(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.findAny().isEmpty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private final class LocalRecipe implements Recipe {

		private final String name;

		private final List<String> dependencies;

		private final Set<String> options;

		LocalRecipe(String name, List<String> dependencies, Set<String> options) {
			this.name = name;
			this.dependencies = dependencies;
			this.options = options;
		}

		@Override
		public Collection<ResourceKey> prepare() {
			this.dependencies.forEach((dependency) -> acquire(dependency));
			return this.dependencies.stream().map(MemberMain::key).toList();
		}

		@Override
		public Created create(CreationContext creation) throws Exception {
			byte[] value = (this.name + "-" + creation.generation()).getBytes(StandardCharsets.UTF_8);
			Path directory = this.options.contains("checkpoint") ? creation.directory() : null;
			LocalMember.this.events.add("creating " + this.name + "-" + creation.generation());
			if (directory != null) {
				Files.writeString(directory.resolve("data"), "data");
				creation.checkpoint(value);
			}
			LocalMember.this.duringCreation.run();
			if (this.options.contains("throw")) {
				throw new IllegalStateException("no luck with " + this.name);
			}
			for (String option : this.options) {
				if (option.startsWith("needs ")) {
					acquire(option.substring(6));
				}
			}
			return new Created(value, RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
			if (this.options.contains("destroy-throws")) {
				throw new IllegalStateException("can't let go of " + this.name);
			}
			LocalMember.this.events.add("destroyed " + new String(value, StandardCharsets.UTF_8));
		}

		@Override
		public Recipe recipeOf(ResourceKey dependency) {
			return new LocalRecipe(dependency.label(), List.of(), Set.of());
		}

		@Override
		public Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return new LocalRecipe(dependent.label(), List.of(), Set.of());
		}

		@Override
		public void check(RecordedProperties properties) {
		}

	}

	private final class RecordingLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			LocalMember.this.events.add("warn " + message);
		}

		@Override
		public void account(String account) {
			LocalMember.this.events.add("account " + account);
		}

		@Override
		public void swept(SessionHistory history) {
			LocalMember.this.swept.add(history);
		}

	}

}
