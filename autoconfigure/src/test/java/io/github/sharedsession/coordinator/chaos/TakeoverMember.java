package io.github.sharedsession.coordinator.chaos;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.coordinator.Coordinator;
import io.github.sharedsession.coordinator.CreationContext;
import io.github.sharedsession.coordinator.Recipe;
import io.github.sharedsession.coordinator.RecordedProperties;
import io.github.sharedsession.coordinator.ResourceKey;
import io.github.sharedsession.coordinator.ResourceRequest;
import io.github.sharedsession.coordinator.SessionLog;
import io.github.sharedsession.coordinator.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Waits for its turn to create a resource, or to hold a bare file lock, tells when that
 * is, and keeps it until it is killed.
 */
final class TakeoverMember {

	private TakeoverMember() {
	}

	/**
	 * Wait for the turn.
	 * @param args {@code resource} or {@code lock}, and a directory
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Path directory = Path.of(args[1]);
		if (args[0].equals("lock")) {
			waitForLock(directory.resolve("lock"));
		}
		else {
			waitForCreation(directory.resolve("root"));
		}
	}

	private static void waitForLock(Path file) throws IOException, InterruptedException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		System.out.println("waits");
		while (channel.tryLock() == null) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		hold();
	}

	private static void waitForCreation(Path root) {
		Coordinator coordinator = new Coordinator(new SessionSettings(root, "takeover", Duration.ZERO),
				new SilentLog());
		ResourceKey key = Generation.key("a");
		System.out.println("waits");
		coordinator.acquire(new ResourceRequest(key, "a", "Takeover.a()", Duration.ofHours(1), new HoldingRecipe()));
	}

	private static void hold() throws IOException {
		System.out.println("has " + System.nanoTime());
		// Ends when the driver has died
		System.in.read();
		Runtime.getRuntime().halt(1);
	}

	private static final class HoldingRecipe implements Recipe {

		@Override
		public Collection<ResourceKey> prepare() {
			return List.of();
		}

		@Override
		public Created create(CreationContext creation) throws Exception {
			creation.checkpoint(new byte[0]);
			hold();
			return new Created(new byte[0], RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
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

	private static final class SilentLog implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
		}

		@Override
		public void account(String account) {
		}

	}

}
