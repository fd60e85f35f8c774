package io.github.sharedsession.store;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A server on which several machines have a store in common. Its text is its address,
 * without what is secret.
 */
public interface StoreServer {

	/**
	 * Open the store.
	 * @param directory where the files of this machine are
	 * @param warning takes a text when something needs attention, as the loss of this JVM
	 * @return the store
	 * @throws io.github.sharedsession.SharedSessionStoreException when the server can't
	 * be used
	 */
	Store open(Path directory, Consumer<String> warning);

}
