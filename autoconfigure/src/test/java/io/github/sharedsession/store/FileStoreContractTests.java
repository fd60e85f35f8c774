package io.github.sharedsession.store;

import java.nio.file.Path;

import io.github.sharedsession.store.contract.StoreContractTests;
import io.github.sharedsession.store.contract.StoreOpener;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of stores, kept by the {@link FileStore}.
 */
class FileStoreContractTests extends StoreContractTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@Override
	protected Class<? extends StoreOpener> opener() {
		return Opener.class;
	}

	@Override
	protected String location() {
		return this.temporary.resolve("root").toString();
	}

	/** Opens a store in a directory. */
	public static final class Opener implements StoreOpener {

		@Override
		public Store open(String location) {
			return FileStore.open(Path.of(location), (warning) -> {
				throw new IllegalStateException(warning);
			});
		}

	}

}
