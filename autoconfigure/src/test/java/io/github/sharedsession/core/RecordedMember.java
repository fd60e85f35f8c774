package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.model.Operation;
import io.github.sharedsession.core.model.Outcome;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.FileStore;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a member of a session whose steps are recorded. Its beans are named like
 * those of a {@link MemberMain}, and are the same.
 */
final class RecordedMember {

	private final ProtocolRecorder recorder = new ProtocolRecorder();

	private final Coordinator coordinator;

	private final List<String> messages = new ArrayList<>();

	private final List<Use> uses = new ArrayList<>();

	RecordedMember(Path directory, String session, Duration linger) {
		this(directory, session, linger, CacheLimits.DEFAULT);
	}

	RecordedMember(Path directory, String session, Duration linger, CacheLimits limits) {
		this.coordinator = new Coordinator(new SessionSettings(directory, session, linger, limits), new RecordingLog(),
				() -> new RecordingStore(FileStore.open(directory, (warning) -> {
				}), this.recorder));
	}

	ProtocolRecorder recorder() {
		return this.recorder;
	}

	/**
	 * Acquire a bean.
	 * @param bean its name, as {@link MemberMain#key} understands it
	 * @param options {@code throw}, {@code throw-late}, {@code checkpoint},
	 * {@code destroy-throws}, {@code invalid}, {@code probe-throws} or {@code outdated}
	 * for what was made before, {@code disposable}, and of dependencies
	 * {@code needs-<bean>} to get it before the creation, or {@code asks-<bean>} to get
	 * it in the midst of it
	 */
	String acquire(String bean, String... options) {
		Use use = use(bean, options);
		this.uses.add(use);
		return new String(use.value(), StandardCharsets.UTF_8);
	}

	private Use use(String bean, String... options) {
		return this.coordinator.acquire(new ResourceRequest(MemberMain.key(bean), bean, "Test." + bean + "()",
				Duration.ofSeconds(30), new RecordedRecipe(bean, Set.of(options))));
	}

	/** What the user is told. */
	List<String> messages() {
		return this.messages;
	}

	/** End the test run, and begin another. */
	RecordedMember end() {
		try {
			JvmEnd.onEndCloseContexts(() -> {
				List<Use> open = List.copyOf(this.uses);
				this.uses.clear();
				for (int i = open.size() - 1; i >= 0; i--) {
					open.get(i).close();
				}
			});
			JvmEnd.run();
		}
		finally {
			JvmEnd.reset();
		}
		return this;
	}

	private final class RecordedRecipe implements Recipe {

		private final String bean;

		private final Set<String> options;

		private boolean made;

		RecordedRecipe(String bean, Set<String> options) {
			this.bean = bean;
			this.options = options;
		}

		private List<String> dependencies(String prefix) {
			return this.options.stream()
				.filter((option) -> option.startsWith(prefix))
				.map((option) -> option.substring(prefix.length()))
				.toList();
		}

		private void record(Operation operation, Outcome outcome) {
			RecordedMember.this.recorder.recordOfBean(this.bean, operation, outcome);
		}

		@Override
		public Collection<ResourceKey> prepare() {
			dependencies("needs-").forEach(RecordedMember.this::acquire);
			return dependencies("needs-").stream().map(MemberMain::key).toList();
		}

		@Override
		public Created create(CreationContext creation) {
			dependencies("asks-").forEach(RecordedMember.this::acquire);
			if (this.options.contains("throw")) {
				record(Operation.MAKE, Outcome.THROWS);
				throw new IllegalStateException("no luck with " + this.bean);
			}
			byte[] value = (this.bean + "-" + creation.generation()).getBytes(StandardCharsets.UTF_8);
			record(Operation.MAKE, Outcome.DONE);
			this.made = true;
			if (this.options.contains("checkpoint")) {
				creation.checkpoint(value);
			}
			if (this.options.contains("throw-late")) {
				record(Operation.GIVE_UP, Outcome.THROWS);
				throw new IllegalStateException("no luck at last with " + this.bean);
			}
			return new Created(value, RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
			boolean works = !this.options.contains("destroy-throws");
			String text = new String(value, StandardCharsets.UTF_8);
			// It may be the one of another fingerprint
			RecordedMember.this.recorder.recordOfBean(text.substring(0, text.lastIndexOf('-')), Operation.DESTROY,
					works ? Outcome.DONE : Outcome.THROWS);
			if (!works) {
				throw new IllegalStateException("can't let go of " + this.bean);
			}
		}

		@Override
		public void check(RecordedProperties properties) {
		}

		@Override
		public boolean isValid(byte[] value) throws Exception {
			boolean valid = !this.options.contains("invalid") && !this.options.contains("probe-throws");
			record(Operation.PROBE, valid ? Outcome.VALID : Outcome.INVALID);
			if (this.options.contains("probe-throws")) {
				throw new IOException("no answer from " + this.bean);
			}
			return valid;
		}

		@Override
		public boolean isCurrent(RecordedProperties properties, Collection<ResourceKey> dependencies) {
			return this.made || !this.options.contains("outdated");
		}

		@Override
		public boolean isDisposable(byte[] value) {
			return this.options.contains("disposable");
		}

		@Override
		public Recipe recipeOf(ResourceKey dependency) {
			return new RecordedRecipe(dependency.label(), Set.of());
		}

		@Override
		public Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return new RecordedRecipe(dependent.label(), Set.of());
		}

		@Override
		public String toString() {
			return this.bean + Arrays.toString(this.options.toArray());
		}

	}

	private final class RecordingLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			RecordedMember.this.messages.add(String.valueOf(message));
			if (message != null && message.contains("may have left something")) {
				String bean = message.substring(message.indexOf('\'') + 1, message.indexOf("' ("));
				RecordedMember.this.recorder.recordOfBean(bean, Operation.REPORT, Outcome.DONE);
			}
		}

		@Override
		public void account(String account) {
			RecordedMember.this.messages.add(account);
		}

	}

}
