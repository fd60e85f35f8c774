package io.github.sharedsession.jdbc;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A database that has been migrated, or is about to be. The shared value: all that is
 * needed to clone it, and to drop it with all its copies.
 *
 * @param server where it is
 * @param name the name of the database
 * @param directory has what is not on a server, and lives as long as the database; or
 * {@code null}
 * @param copyPrefix what the names of all its copies begin with, and no other name
 */
record DatabaseTemplate(ServerAddress server, String name, @Nullable Path directory, String copyPrefix) {

	private static final String PREFIX = "shared_session_";

	static DatabaseTemplate of(ServerAddress server, String id, @Nullable Path directory) {
		return named(PREFIX + id, server, directory);
	}

	/** A database that exists. */
	static DatabaseTemplate named(String name, ServerAddress server, @Nullable Path directory) {
		return new DatabaseTemplate(server, name, directory, prefix(name));
	}

	/** The same database, whose copies can be told from those that others make of it. */
	DatabaseTemplate withCopiesOf(String id) {
		return new DatabaseTemplate(this.server, this.name, this.directory, prefix(this.copyPrefix + id));
	}

	/** Another database with the same content. */
	DatabaseTemplate withName(String name) {
		return new DatabaseTemplate(this.server, name, this.directory, this.copyPrefix);
	}

	private static String prefix(String name) {
		return name + "_";
	}

	@Override
	public String toString() {
		return this.name + " at " + this.server;
	}

}
