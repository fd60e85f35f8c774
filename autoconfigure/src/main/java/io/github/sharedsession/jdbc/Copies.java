package io.github.sharedsession.jdbc;

import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes and drops the copies of a template.
 *
 * @param template the migrated database
 * @param server where it is
 */
record Copies(DatabaseTemplate template, DatabaseServer server) {

	private static final Log logger = LogFactory.getLog(Copies.class);

	private static final int SUFFIX_LENGTH = 8;

	String make() {
		String name = this.template.copyPrefix() + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
		DatabaseFailures.run("copy the database", this.template, this.template.name(),
				() -> this.server.copy(this.template.name(), name));
		return name;
	}

	void drop(String database) {
		DatabaseFailures.run("drop the database", this.template, database, () -> this.server.drop(database));
	}

	/** Who drops the template drops a copy that is left. */
	void dropQuietly(String database) {
		try {
			drop(database);
		}
		catch (RuntimeException ex) {
			logger.debug("The copy " + database + " of a shared database could not be dropped", ex);
		}
	}

}
