package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.function.Function;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.bean.RecipeCall;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Connects each context to a migrated database or to a copy.
 */
final class DatabaseRecipe implements SharedBean<DatabaseTemplate, JdbcConnectionDetails> {

	private final TemplateMaker maker;

	private final Function<DatabaseTemplate, DatabaseServer> servers;

	private final List<Migrations> migrations;

	private final DatabaseCopy copy;

	private final boolean keepFailed;

	/** Whether Hibernate has to leave the schema alone. */
	private final boolean schemaStays;

	private final RecipeCall call;

	DatabaseRecipe(TemplateMaker maker, Function<DatabaseTemplate, DatabaseServer> servers, List<Migrations> migrations,
			DatabaseCopy copy, boolean keepFailed, boolean schemaStays, RecipeCall call) {
		this.maker = maker;
		this.servers = servers;
		this.migrations = migrations;
		this.copy = copy;
		this.keepFailed = keepFailed;
		this.schemaStays = schemaStays;
		this.call = call;
	}

	@Override
	public DatabaseTemplate create() {
		throw new UnsupportedOperationException("Call create(Creation)");
	}

	@Override
	public DatabaseTemplate create(Creation<DatabaseTemplate> creation) {
		return this.maker.make(creation);
	}

	@Override
	public JdbcConnectionDetails connect(DatabaseTemplate template) {
		DatabaseConnectionDetails details = details(copies(template));
		this.call.beanFactory().addBeanPostProcessor(new ScriptsUser());
		if (this.migrations.stream().anyMatch(DatabaseRecipe::runsScriptsOfApplication)) {
			InitializedDatabases.register(this.call.beanFactory(), details);
		}
		if (this.schemaStays) {
			JpaSchema.leaveAlone(this.call.beanFactory());
		}
		return details;
	}

	private DatabaseConnectionDetails details(Copies copies) {
		if (this.copy.isWithinContext()) {
			ContextDatabase database = ContextDatabase.open(copies, this.copy, this.keepFailed,
					this.call.beanFactory());
			return new DatabaseConnectionDetails(database::details, true, database::close);
		}
		DatabaseTemplate template = copies.template();
		return switch (this.copy) {
			case PER_FORK ->
				details(copies, ForkCopy.acquire(copies, initialisedBean()), () -> ForkCopy.release(template));
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

	/** The bean, if contexts would initialise their database when it was not shared. */
	private @Nullable String initialisedBean() {
		return this.migrations.stream()
			.anyMatch((migration) -> migration instanceof ApplicationMigrations ofApplication
					&& ofApplication.isInsteadOfContexts()) ? this.call.description() : null;
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
		this.maker.drop(template);
	}

}
