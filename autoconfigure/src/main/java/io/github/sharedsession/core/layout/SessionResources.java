package io.github.sharedsession.core.layout;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.store.Store;

/**
 * The directories of a session's resources, {@code resources/<definition>/<fingerprint>}:
 * one level for each, so that a definition is found without a look at all others.
 */
public final class SessionResources {

	private static final String DIRECTORY = "/resources";

	private final Store store;

	private final String session;

	public SessionResources(Store store, String session) {
		this.store = store;
		this.session = session;
	}

	/** The name in the store of what a session has of a resource. */
	static String directory(String session, ResourceKey key) {
		return session + DIRECTORY + "/" + key.definition() + "/" + key.fingerprint();
	}

	public List<ResourceFiles> all() {
		List<ResourceFiles> all = new ArrayList<>();
		for (String definition : this.store.list(this.session + DIRECTORY)) {
			if (ResourceKey.isDefinition(definition)) {
				all.addAll(ofDefinition(definition));
			}
		}
		return all;
	}

	/** Whether something is recorded that must still be torn down. */
	public boolean haveRecords() {
		for (ResourceFiles files : all()) {
			if (files.hasRecords()) {
				return true;
			}
		}
		return false;
	}

	/** Let all be created again that could not be. */
	public void deleteFailures() {
		for (ResourceFiles files : all()) {
			files.deleteFailure();
		}
	}

	/** Whether there are, or were, resources of one definition. */
	public boolean hasDefinition(ResourceKey key) {
		return this.store.exists(this.session + DIRECTORY + "/" + key.definition());
	}

	/** The resources of one definition, whatever their fingerprint. */
	public List<ResourceFiles> ofDefinition(ResourceKey key) {
		return ofDefinition(key.definition());
	}

	private List<ResourceFiles> ofDefinition(String definition) {
		List<ResourceFiles> all = new ArrayList<>();
		for (String fingerprint : this.store.list(this.session + DIRECTORY + "/" + definition)) {
			String name = definition + "_" + fingerprint;
			if (ResourceKey.isName(name)) {
				all.add(new ResourceFiles(this.store, this.session, ResourceKey.parse(name)));
			}
		}
		return all;
	}

	/**
	 * The other resources of the same definition. Hardly ever are there any.
	 */
	public List<ResourceFiles> othersThan(ResourceKey key) {
		String definition = this.session + DIRECTORY + "/" + key.definition();
		// What is cached may have been of the session before
		boolean own = !key.cached() && this.store.exists(directory(this.session, key));
		if (own ? this.store.hasSingleDirectory(definition) : !this.store.exists(definition)) {
			return List.of();
		}
		List<ResourceFiles> others = ofDefinition(key);
		// Not the keys: a record's first equals() costs a fresh JVM tens of milliseconds
		others.removeIf((files) -> files.name().equals(key.name()));
		return others;
	}

	/** Drop all that is recorded. */
	public void deleteAll() {
		this.store.deleteDirectory(this.session + DIRECTORY);
	}

}
