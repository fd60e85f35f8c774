package io.github.sharedsession.jdbc;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.Creation;

/**
 * Takes a template that outlives the session. What ends with the session are its copies,
 * whose names tell them from those of other sessions.
 */
final class CachedTemplateMaker implements TemplateMaker {

	private static final String SHARED = "shared";

	private final Supplier<DatabaseTemplate> cached;

	private final Function<DatabaseTemplate, DatabaseServer> servers;

	private final boolean shared;

	/**
	 * Create a maker.
	 * @param shared whether the whole session works on one copy
	 */
	CachedTemplateMaker(Supplier<DatabaseTemplate> cached, Function<DatabaseTemplate, DatabaseServer> servers,
			boolean shared) {
		this.cached = cached;
		this.servers = servers;
		this.shared = shared;
	}

	@Override
	public DatabaseTemplate make(Creation<DatabaseTemplate> creation) {
		DatabaseTemplate template = this.cached.get().withCopiesOf(creation.id());
		creation.checkpoint(template);
		if (!this.shared) {
			return template;
		}
		DatabaseTemplate copy = template.withName(template.copyPrefix() + SHARED);
		DatabaseFailures.run("copy the database", template, template.name(),
				() -> this.servers.apply(template).copy(template.name(), copy.name()));
		return copy;
	}

	@Override
	public void drop(DatabaseTemplate template) {
		try {
			TemplateMaker.dropCopies(template, this.servers.apply(template));
		}
		catch (DatabaseUnreachableException ex) {
			if (!template.server().hosted()) {
				throw ex;
			}
		}
	}

}
