package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.benchmarks.BareResource;
import io.github.sharedsession.benchmarks.ChildJvm;
import io.github.sharedsession.benchmarks.MemberMain;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.util.FileSystemUtils;

/**
 * The steps of a fork with one resource, each beside the bare file operations that are
 * its floor: {@code create} beside {@code bareCreate}, and so on.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AcquireBenchmark {

	/** A value that is there, since another member lives. */
	@Benchmark
	public Object join(Joining state) {
		return state.acquire();
	}

	@Benchmark
	public Object bareJoin(BareJoining state) throws IOException {
		return state.resource().join();
	}

	/** Another member stays. */
	@Benchmark
	public void leave(Leaving state) {
		state.release();
	}

	@Benchmark
	public void bareLeave(BareLeaving state) throws IOException {
		state.resource().leave();
	}

	@Benchmark
	public Object create(Creating state) {
		return state.acquire();
	}

	@Benchmark
	public void bareCreate(BareCreating state) throws IOException {
		state.resource().create();
	}

	/** The last member goes. */
	@Benchmark
	public void destroy(Destroying state) {
		state.release();
	}

	@Benchmark
	public void bareDestroy(BareDestroying state) throws IOException {
		state.resource().destroy();
	}

	/** One more context of a fork that has the lease. */
	@Benchmark
	public void hold(Holding state) {
		state.acquire();
		state.closeUse();
	}

	/**
	 * A session with one other member.
	 */
	@State(Scope.Benchmark)
	public static class Joined {

		private final Path directory = temporaryDirectory();

		private final SessionMember member = new SessionMember(this.directory, MemberMain.SESSION);

		private final ChildJvm other;

		private int count;

		private ResourceRequest request = SessionMember.request(MemberMain.name(0), 0);

		private @Nullable Use use;

		public Joined() {
			try {
				this.other = ChildJvm.start(List.of("-Xmx64m"), MemberMain.class, List.of());
				this.other.send("fill " + this.directory + " 1").await("filled");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		Use acquire() {
			Use use = this.member.acquire(this.request);
			this.use = use;
			return use;
		}

		/** Until the end. */
		void keep() {
			this.member.keep(this.member.acquire(this.request));
		}

		void release() {
			this.member.release(this.request, Objects.requireNonNull(this.use));
		}

		void closeUse() {
			Objects.requireNonNull(this.use).close();
		}

		/** From now on about a resource that nobody has. */
		void next() {
			this.count++;
			this.request = SessionMember.request("own-" + this.count, 0);
		}

		@TearDown(Level.Trial)
		public void end() throws IOException {
			SessionMember.end();
			this.other.close();
			FileSystemUtils.deleteRecursively(this.directory);
		}

	}

	public static class Joining extends Joined {

		@TearDown(Level.Invocation)
		public void undo() {
			release();
		}

	}

	public static class Leaving extends Joined {

		@Setup(Level.Invocation)
		public void prepare() {
			acquire();
		}

	}

	public static class Holding extends Joined {

		@Setup(Level.Trial)
		public void prepare() {
			keep();
		}

	}

	public static class Creating extends Joined {

		@Setup(Level.Invocation)
		public void prepare() {
			next();
		}

		@TearDown(Level.Invocation)
		public void undo() {
			release();
		}

	}

	public static class Destroying extends Joined {

		@Setup(Level.Invocation)
		public void prepare() {
			next();
			acquire();
		}

	}

	/**
	 * Files and locks only.
	 */
	@State(Scope.Benchmark)
	public static class Bare {

		private final Path directory = temporaryDirectory();

		private int count;

		private BareResource resource = new BareResource(this.directory);

		BareResource resource() {
			return this.resource;
		}

		void next() {
			this.count++;
			this.resource = new BareResource(this.directory.resolve("own-" + this.count));
		}

		@TearDown(Level.Trial)
		public void end() throws IOException {
			FileSystemUtils.deleteRecursively(this.directory);
		}

	}

	public static class BareJoining extends Bare {

		@Setup(Level.Trial)
		public void prepare() throws IOException {
			resource().create();
			resource().leave();
		}

		@TearDown(Level.Invocation)
		public void undo() throws IOException {
			resource().leave();
		}

	}

	public static class BareLeaving extends Bare {

		@Setup(Level.Trial)
		public void prepare() throws IOException {
			resource().create();
			resource().leave();
		}

		@Setup(Level.Invocation)
		public void join() throws IOException {
			resource().join();
		}

	}

	public static class BareCreating extends Bare {

		@Setup(Level.Invocation)
		public void prepare() {
			next();
		}

		@TearDown(Level.Invocation)
		public void undo() throws IOException {
			resource().destroy();
		}

	}

	public static class BareDestroying extends Bare {

		@Setup(Level.Invocation)
		public void prepare() throws IOException {
			next();
			resource().create();
		}

	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("benchmark-").toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
