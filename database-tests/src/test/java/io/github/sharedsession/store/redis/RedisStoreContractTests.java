package io.github.sharedsession.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.contract.StoreContractTests;
import io.github.sharedsession.store.contract.StoreOpener;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of stores, kept by the {@link RedisStore}.
 */
class RedisStoreContractTests extends StoreContractTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String prefix = "contract-" + COUNT.incrementAndGet();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@Override
	protected Class<? extends StoreOpener> opener() {
		return Opener.class;
	}

	@Override
	protected String location() {
		return Opener.location(Redis.common().url(), this.prefix, Duration.ofSeconds(2), this.temporary);
	}

	/** Opens a store under a prefix of a server. */
	public static final class Opener implements StoreOpener {

		static String location(String url, String prefix, Duration lease, Path directory) {
			return url + " " + prefix + " " + lease.toMillis() + " " + directory.resolve("root");
		}

		@Override
		public Store open(String location) {
			String[] words = location.split(" ", 4);
			return RedisStore.open(
					new RedisSettings(words[0], null, null, words[1], Duration.ofMillis(Long.parseLong(words[2]))),
					Path.of(words[3]), (warning) -> {
						// As after the end of the server
					});
		}

	}

}
