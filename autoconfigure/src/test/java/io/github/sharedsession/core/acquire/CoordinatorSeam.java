package io.github.sharedsession.core.acquire;

import java.util.function.UnaryOperator;

import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.Store;

/**
 * Opens the seam of the {@link Coordinator} to tests in other packages.
 */
public final class CoordinatorSeam {

	private CoordinatorSeam() {
	}

	/**
	 * Create a coordinator whose steps all go through a decorator.
	 * @param settings what is fixed for this JVM
	 * @param log takes messages
	 * @param decorator decorates the store of the settings
	 * @return the coordinator
	 */
	public static Coordinator coordinator(SessionSettings settings, SessionLog log, UnaryOperator<Store> decorator) {
		return new Coordinator(settings, log,
				() -> decorator.apply(Coordinator.openStore(settings, (warning) -> log.warn(warning, null))));
	}

}
