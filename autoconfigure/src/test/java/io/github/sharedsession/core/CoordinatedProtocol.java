package io.github.sharedsession.core;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of one class loader.
 */
final class CoordinatedProtocol implements MatrixProtocol {

	private static final Duration LINGER = Duration.ofMillis(3);

	private final Coordinator coordinator;

	private final Ledger ledger;

	CoordinatedProtocol(Path directory, Ledger ledger) {
		this.coordinator = new Coordinator(new SessionSettings(directory, "matrix", LINGER), new WarningLog(ledger));
		this.ledger = ledger;
	}

	@Override
	public Lease acquire(String resource, Duration timeout) {
		Use use = this.coordinator.acquire(new ResourceRequest(MemberMain.key(resource), resource,
				"Test." + resource + "()", timeout, new LedgerRecipe(resource, this.ledger)));
		return new Lease() {

			@Override
			public String generation() {
				return new String(use.value(), StandardCharsets.UTF_8);
			}

			@Override
			public void close() {
				use.close();
			}

		};
	}

	private record LedgerRecipe(String resource, Ledger ledger) implements Recipe {

		@Override
		public Collection<ResourceKey> prepare() {
			return List.of();
		}

		@Override
		public Created create(CreationContext creation) throws InterruptedException {
			byte[] value = creation.generation().getBytes(StandardCharsets.UTF_8);
			this.ledger.create(this.resource, creation.generation());
			creation.checkpoint(value);
			// What an interrupt hits, from time to time
			TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(2_000));
			return new Created(value, RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
			this.ledger.destroy(this.resource, new String(value, StandardCharsets.UTF_8));
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

	/** Nothing in the matrix is to be warned of. */
	private record WarningLog(Ledger ledger) implements SessionLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			this.ledger.violation("warned of", String.valueOf(message), String.valueOf(cause));
		}

		@Override
		public void account(String account) {
		}

	}

}
