package io.github.sharedsession.core.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.acquire.Leftovers;
import io.github.sharedsession.core.acquire.Leftovers.Claim;
import io.github.sharedsession.core.event.EventFiles;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.inspect.SessionState.CachedState;
import io.github.sharedsession.core.inspect.SessionState.Liveness;
import io.github.sharedsession.core.inspect.SessionState.MemberState;
import io.github.sharedsession.core.inspect.SessionState.ResourceState;
import io.github.sharedsession.core.inspect.SessionState.Status;
import io.github.sharedsession.core.inspect.SessionState.TaskState;
import io.github.sharedsession.core.layout.CachedFiles;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.MembershipLocks;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.SessionResources;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.process.SessionIdentity;
import io.github.sharedsession.core.record.ActivityRecord;
import io.github.sharedsession.core.record.CachedUsage;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.session.Activity;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.FileStore;
import io.github.sharedsession.store.LockTable;
import io.github.sharedsession.store.LockTable.Holder;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at sessions without being a member of one. Touches no lock of a resource; those
 * of a session only with the root lock, for moments.
 */
public final class SessionInspector {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Store store;

	private final SessionLog log;

	/**
	 * Create an inspector.
	 * @param root the root of the session directories, which exists
	 * @param log takes messages
	 * @throws SharedSessionDirectoryException when the directory can't be used
	 */
	public SessionInspector(Path root, SessionLog log) {
		this.store = FileStore.open(root, (warning) -> log.warn(warning, null));
		this.log = log;
	}

	/**
	 * The store that the sessions are in.
	 * @return the store
	 */
	public Store store() {
		return this.store;
	}

	/**
	 * Look at all sessions.
	 * @return what is there, in the order of the last change
	 */
	public List<SessionState> sessions() {
		return this.store.list("")
			.stream()
			.filter(SessionIdentity::isSessionDirectory)
			.map(this::inspect)
			.sorted(Comparator.comparing(SessionState::changed))
			.toList();
	}

	private SessionState inspect(String name) {
		List<String> problems = new ArrayList<>();
		Liveness liveness = liveness(name, problems);
		LockTable locks = LockTable.read();
		List<ActivityRecord> activities = Activity.readAll(this.store, name);
		List<ResourceState> resources = new ArrayList<>();
		new SessionResources(this.store, name).all().forEach((files) -> {
			try {
				resources.add(inspect(files, activities, locks));
			}
			catch (UncheckedIOException | SharedSessionRecordException ex) {
				problems.add(StoreFailure.describe(ex));
				resources.add(unreadable(files));
			}
		});
		return new SessionState(name, this.store.path(name), build(name), liveness, changed(name),
				members(name, activities, locks), resources, problems);
	}

	private @Nullable String build(String name) {
		Path root = SessionHistory.buildRoot(EventFiles.of(this.store, name).events());
		return (root != null) ? root.toString() : null;
	}

	private Liveness liveness(String name, List<String> problems) {
		Session session = Session.ofOthers(this.store, name, this.log);
		try {
			Claim claim = session.rootLock().call(TIMEOUT, "The session could not be looked at", () -> {
				StoreLock members = session.locks().members();
				Claim result = new Leftovers(session).claim(name, members);
				if (result == Claim.CLAIMED) {
					members.close();
				}
				return result;
			});
			return switch (claim) {
				case CLAIMED -> Liveness.DEAD;
				case SWEPT_BY_ANOTHER -> Liveness.BEING_SWEPT;
				case NOTHING_TO_DO -> session.hasForks() ? Liveness.LIVING : Liveness.HOST_ONLY;
			};
		}
		catch (UncheckedIOException | SharedSessionDirectoryException | SharedSessionRecordException ex) {
			problems.add(StoreFailure.describe(ex));
			return Liveness.UNKNOWN;
		}
	}

	private List<MemberState> members(String session, List<ActivityRecord> activities, LockTable locks) {
		List<Long> holders = pids(locks, this.store.path(session + MembershipLocks.MEMBERS));
		return activities.stream().map((activity) -> {
			Member member = activity.member();
			boolean alive = locks.isAvailable() ? holders.contains(member.pid())
					: ProcessHandle.of(member.pid()).isPresent();
			return new MemberState(member.toString(), member.pid(), member.isHost(), alive,
					activity.tasks()
						.stream()
						.map((task) -> new TaskState(task.thread(), task.isCreating(task.resource()), task.resource(),
								Instant.ofEpochMilli(task.since())))
						.toList());
		}).sorted(Comparator.comparing(MemberState::name)).toList();
	}

	private static ResourceState inspect(ResourceFiles files, List<ActivityRecord> activities, LockTable locks) {
		ResourceRecord value = files.value();
		ResourceRecord record = (value != null) ? value : files.intent();
		FailureRecord failure = files.failure();
		Status status = Status.ABSENT;
		if (value != null) {
			status = Status.PUBLISHED;
		}
		else if (record != null) {
			boolean creating = record.value() == null
					|| activities.stream().anyMatch((activity) -> activity.creates(files.name()));
			status = creating ? Status.CREATING : Status.TEARING_DOWN;
		}
		else if (failure != null) {
			status = Status.FAILED;
		}
		return new ResourceState(files.name(), (record != null) ? record.bean() : files.key().label(),
				(record != null) ? record.method() : null, status, files.isHosted(),
				(record != null) ? record.creator().toString() : null, files.recordedSince(),
				pids(locks, files.path().resolve("members")),
				(record != null) ? record.dependencies().keySet().stream().sorted().toList() : List.of(),
				files.remains().size(), (failure != null) ? failure.description() : null, files.path());
	}

	/**
	 * Look at what outlives its sessions.
	 * @return what is there, that which was used last at first
	 */
	public List<CachedState> cached() {
		LockTable locks = LockTable.read();
		return CachedFiles.definitions(this.store)
			.stream()
			.flatMap((definition) -> CachedFiles.ofDefinition(this.store, "", definition).stream())
			.map((files) -> {
				CachedUsage usage = new CachedFiles(files).usage();
				return new CachedState(inspectCached(files, locks),
						(usage != null) ? Instant.ofEpochMilli(usage.lastUse()) : Instant.EPOCH);
			})
			.sorted(Comparator.comparing(CachedState::lastUse).reversed())
			.toList();
	}

	private static ResourceState inspectCached(ResourceFiles files, LockTable locks) {
		try {
			return inspect(files, List.of(), locks);
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			return unreadable(files);
		}
	}

	private static ResourceState unreadable(ResourceFiles files) {
		return new ResourceState(files.name(), files.key().label(), null, Status.UNREADABLE, files.isHosted(), null,
				null, List.of(), List.of(), files.remains().size(), null, files.path());
	}

	private static List<Long> pids(LockTable locks, Path file) {
		return locks.holders(file).stream().map(Holder::pid).sorted().toList();
	}

	private Instant changed(String session) {
		try (Stream<Path> files = Files.walk(this.store.path(session))) {
			return files.map(ResourceFiles::lastModified)
				.filter(Objects::nonNull)
				.map(Instant.class::cast)
				.max(Comparator.naturalOrder())
				.orElse(Instant.EPOCH);
		}
		catch (IOException | UncheckedIOException ex) {
			// Just removed
			return Instant.EPOCH;
		}
	}

	/**
	 * Look at the session hosts of a session.
	 * @param session the name of the session
	 * @return the hosts that it has or had
	 */
	public List<HostState> hosts(String session) {
		LockTable locks = LockTable.read();
		return HostFiles.all(this.store, session).map((files) -> {
			boolean alive = files.lives();
			List<Long> holders = pids(locks, files.path().resolve("host"));
			Member member = files.member();
			// The table knows better than a record, which a killed host leaves behind
			long pid = !holders.isEmpty() ? holders.get(0) : (member != null) ? member.pid() : 0;
			return new HostState(pid, alive, files.arguments(), files.log());
		}).toList();
	}

	/**
	 * A session host.
	 *
	 * @param pid its process, or 0 when there was none yet
	 * @param alive whether it lives
	 * @param arguments the arguments of its JVM
	 * @param log what it has printed
	 */
	public record HostState(long pid, boolean alive, Path arguments, Path log) {
	}

}
