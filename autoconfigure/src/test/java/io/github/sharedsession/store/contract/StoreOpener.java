package io.github.sharedsession.store.contract;

import io.github.sharedsession.store.Store;

/**
 * Opens a store for the {@link StoreContractTests}, in the JVM of the tests, in others,
 * and for other class loaders. A public class with a public constructor without
 * parameters.
 */
public interface StoreOpener {

	/**
	 * Open a store.
	 * @param location where the store is; who is given the same one opens the same store
	 * @return the store
	 */
	Store open(String location);

}
