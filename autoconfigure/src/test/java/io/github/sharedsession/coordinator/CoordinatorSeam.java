package io.github.sharedsession.coordinator;

import java.util.function.Supplier;

import io.github.sharedsession.store.Store;

/**
 * Opens the seam of the {@link Coordinator} to tests in other packages.
 */
public final class CoordinatorSeam {

	private CoordinatorSeam() {
	}

	/**
	 * Create a coordinator whose steps all go through the given store.
	 * @param settings what is fixed for this JVM
	 * @param log takes messages
	 * @param storeFactory makes the store
	 * @return the coordinator
	 */
	public static Coordinator coordinator(SessionSettings settings, SessionLog log, Supplier<Store> storeFactory) {
		return new Coordinator(settings, log, storeFactory);
	}

}
