package io.github.sharedsession.store.jdbc;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.jdbc.Postgres;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.contract.StoreContractTests;
import io.github.sharedsession.store.contract.StoreOpener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of stores, kept by the {@link JdbcStore}.
 */
class JdbcStoreContractTests extends StoreContractTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String schema = "contract_" + COUNT.incrementAndGet();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@BeforeEach
	@Override
	protected void openStore() throws ReflectiveOperationException {
		Postgres.execute("CREATE SCHEMA " + this.schema);
		super.openStore();
	}

	@Override
	protected Class<? extends StoreOpener> opener() {
		return Opener.class;
	}

	@Override
	protected String location() {
		return Postgres.url() + "?currentSchema=" + this.schema + " " + this.temporary.resolve("root");
	}

	/** Opens a store in a schema of a database. */
	public static final class Opener implements StoreOpener {

		@Override
		public Store open(String location) {
			int end = location.indexOf(' ');
			return JdbcStore.open(new JdbcSettings(location.substring(0, end), Postgres.USER, ""),
					Path.of(location.substring(end + 1)), (warning) -> {
						// As after the end of the server
					});
		}

	}

}
