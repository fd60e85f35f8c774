package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.Creation;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Creates a database and migrates it.
 */
final class MigratedTemplateMaker implements TemplateMaker {

	private final Supplier<ServerAddress> address;

	private final Function<DatabaseTemplate, DatabaseServer> servers;

	private final List<Migrations> migrations;

	private final boolean sealed;

	/**
	 * Create a maker.
	 * @param sealed whether the database is only cloned, and not used itself
	 */
	MigratedTemplateMaker(Supplier<ServerAddress> address, Function<DatabaseTemplate, DatabaseServer> servers,
			List<Migrations> migrations, boolean sealed) {
		this.address = address;
		this.servers = servers;
		this.migrations = migrations;
		this.sealed = sealed;
	}

	@Override
	public DatabaseTemplate make(Creation<DatabaseTemplate> creation) {
		ServerAddress address = this.address.get();
		// No other database has anything to do with the directories of a machine
		DatabaseTemplate template = DatabaseTemplate.of(address, creation.id(),
				H2DatabaseServer.isAt(address) ? creation.directory() : null);
		DatabaseServer server = this.servers.apply(template);
		// A server that can't be asked can't be asked to drop anything either
		DatabaseFailures.run("look for the database", template, template.name(), () -> server.find(template.name()));
		creation.checkpoint(template);
		DatabaseFailures.run("create the database", template, template.name(), () -> server.create(template.name()));
		migrate(template, server);
		if (this.sealed) {
			DatabaseFailures.run("seal the database", template, template.name(), () -> server.seal(template.name()));
		}
		return template;
	}

	private void migrate(DatabaseTemplate template, DatabaseServer server) {
		JdbcConnectionDetails details = server.connectionDetails(template.name());
		for (Migrations migration : this.migrations) {
			try {
				migration.migrate(new ConnectionDetailsDataSource(details));
			}
			catch (DatabaseMigrationException ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new DatabaseMigrationException(
						"The migrations of the shared database at " + template.server() + " failed: " + ex,
						"Fix the migrations, or say with .migratedBy(...) by what else the database is migrated. "
								+ "It has been dropped.",
						ex);
			}
		}
	}

	@Override
	public void drop(DatabaseTemplate template) {
		DatabaseServer server = this.servers.apply(template);
		try {
			TemplateMaker.dropCopies(template, server);
			DatabaseFailures.run("drop the database", template, template.name(), () -> server.drop(template.name()));
		}
		catch (DatabaseUnreachableException ex) {
			if (!template.server().hosted()) {
				throw ex;
			}
		}
	}

	/** Whether a template that was made is still there. */
	boolean isThere(DatabaseTemplate template) throws Exception {
		return this.servers.apply(template).find(template.name()).contains(template.name());
	}

}
