package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Migrates a database, connects each context to it or to a copy, and drops it with all
 * its copies, those that killed forks have left among them.
 */
final class DatabaseRecipe implements SharedBean<DatabaseTemplate, JdbcConnectionDetails> {

	private final Supplier<ServerAddress> address;

	private final Function<DatabaseTemplate, DatabaseServer> servers;

	private final List<Migrations> migrations;

	private final DatabaseCopy copy;

	private final boolean keepFailed;

	private final ConfigurableListableBeanFactory beanFactory;

	DatabaseRecipe(Supplier<ServerAddress> address, Function<DatabaseTemplate, DatabaseServer> servers,
			List<Migrations> migrations, DatabaseCopy copy, boolean keepFailed,
			ConfigurableListableBeanFactory beanFactory) {
		this.keepFailed = keepFailed;
		this.address = address;
		this.servers = servers;
		this.migrations = migrations;
		this.copy = copy;
		this.beanFactory = beanFactory;
	}

	@Override
	public DatabaseTemplate create() {
		throw new UnsupportedOperationException("Call create(Creation)");
	}

	@Override
	public DatabaseTemplate create(Creation<DatabaseTemplate> creation) {
		DatabaseTemplate template = DatabaseTemplate.of(this.address.get(), creation.id(), creation.directory());
		DatabaseServer server = this.servers.apply(template);
		// A server that can't be asked can't be asked to drop anything either
		DatabaseFailures.run("look for the database", template, template.name(), () -> server.find(template.name()));
		creation.checkpoint(template);
		DatabaseFailures.run("create the database", template, template.name(), () -> server.create(template.name()));
		migrate(template, server);
		if (this.copy != DatabaseCopy.SHARED) {
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
			catch (Exception ex) {
				throw new DatabaseMigrationException(
						"The migrations of the shared database at " + template.server() + " failed: " + ex,
						"Mend the migrations. The database has been dropped.", ex);
			}
		}
	}

	@Override
	public JdbcConnectionDetails connect(DatabaseTemplate template) {
		DatabaseConnectionDetails details = details(copies(template));
		if (this.migrations.stream().anyMatch(DatabaseRecipe::runsScriptsOfApplication)) {
			InitializedDatabases.register(this.beanFactory, details);
		}
		return details;
	}

	private DatabaseConnectionDetails details(Copies copies) {
		if (this.copy.isWithinContext()) {
			ContextDatabase database = ContextDatabase.open(copies, this.copy, this.keepFailed, this.beanFactory);
			return new DatabaseConnectionDetails(database::details, true, database::close);
		}
		DatabaseTemplate template = copies.template();
		return switch (this.copy) {
			case PER_FORK -> details(copies, ForkCopy.acquire(copies), () -> ForkCopy.release(template));
			case PER_CONTEXT -> {
				String database = copies.make();
				yield details(copies, database, () -> copies.drop(database));
			}
			default -> details(copies, template.name(), () -> {
			});
		};
	}

	private static DatabaseConnectionDetails details(Copies copies, String database, Runnable closer) {
		JdbcConnectionDetails details = copies.server().connectionDetails(database);
		return new DatabaseConnectionDetails(() -> details, false, closer);
	}

	private Copies copies(DatabaseTemplate template) {
		return new Copies(template, this.servers.apply(template));
	}

	private static boolean runsScriptsOfApplication(Migrations migrations) {
		return migrations instanceof ApplicationMigrations ofApplication && ofApplication.runScripts();
	}

	@Override
	public void disconnect(JdbcConnectionDetails bean) {
		if (bean instanceof DatabaseConnectionDetails details) {
			details.close();
		}
	}

	@Override
	public void destroy(DatabaseTemplate template) {
		ForkCopy.forget(template);
		CopyPool.forget(template);
		try {
			drop(template, this.servers.apply(template));
		}
		catch (DatabaseUnreachableException ex) {
			if (!template.server().hosted()) {
				throw ex;
			}
		}
	}

	private static void drop(DatabaseTemplate template, DatabaseServer server) {
		DatabaseFailures.run("drop the database", template, template.name(), () -> {
			for (String copy : server.find(template.copyPrefix())) {
				server.drop(copy);
			}
			server.drop(template.name());
		});
	}

}
