package io.github.sharedsession.jdbc;

import java.nio.file.Path;

/**
 * A database that has been migrated, or is about to be. The shared value: all that is
 * needed to clone it, and to drop it with all its copies.
 *
 * @param server where it is
 * @param name the name of the database; those of its copies begin with it
 * @param directory lives as long as the database
 */
record DatabaseTemplate(ServerAddress server, String name, Path directory) {

	private static final String PREFIX = "shared_session_";

	static DatabaseTemplate of(ServerAddress server, String id, Path directory) {
		return new DatabaseTemplate(server, PREFIX + id, directory);
	}

	/** What the names of all copies begin with. */
	String copyPrefix() {
		return this.name + "_";
	}

	@Override
	public String toString() {
		return this.name + " at " + this.server;
	}

}
