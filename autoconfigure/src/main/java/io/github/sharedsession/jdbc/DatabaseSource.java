package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.bean.RecipeCall;

/**
 * Where the server of a shared database comes from.
 */
interface DatabaseSource {

	/**
	 * What tells this server from others of other databases, as part of the fingerprint.
	 */
	String identity();

	/**
	 * Find the server.
	 * @param call the call of the recipe's method
	 * @return gives the address when a database is to be created
	 */
	Supplier<ServerAddress> locate(RecipeCall call);

	/**
	 * Return the parts of a database whose template outlives the session.
	 * @param call the call of the recipe's method
	 * @param makers make the template on a server
	 * @param inputs what the template is made from
	 */
	DatabaseCache cache(RecipeCall call, Function<Supplier<ServerAddress>, MigratedTemplateMaker> makers,
			List<String> inputs);

	/** Whether databases live in the JVM that uses them. */
	default boolean isWithinJvm() {
		return false;
	}

	/** A server that is there. */
	static DatabaseSource at(ServerAddress address) {
		return at(address, address.url() + " " + address.username());
	}

	/** A server that is there, and that its address alone does not identify. */
	static DatabaseSource at(ServerAddress address, String identity) {
		return new DatabaseSource() {

			@Override
			public String identity() {
				return identity;
			}

			@Override
			public boolean isWithinJvm() {
				return H2DatabaseServer.isAt(address);
			}

			@Override
			public Supplier<ServerAddress> locate(RecipeCall call) {
				return () -> address;
			}

			@Override
			public DatabaseCache cache(RecipeCall call, Function<Supplier<ServerAddress>, MigratedTemplateMaker> makers,
					List<String> inputs) {
				return DatabaseCache.onServer(call, makers.apply(locate(call)), inputs);
			}

		};
	}

	/** The server of the session. */
	static DatabaseSource embeddedPostgres() {
		return new DatabaseSource() {

			@Override
			public String identity() {
				return "embedded PostgreSQL";
			}

			@Override
			public Supplier<ServerAddress> locate(RecipeCall call) {
				return call.sharedBean(ServerAddress.class, EmbeddedPostgresServer.class);
			}

			@Override
			public DatabaseCache cache(RecipeCall call, Function<Supplier<ServerAddress>, MigratedTemplateMaker> makers,
					List<String> inputs) {
				return new EmbeddedPostgresCache(call, makers, inputs);
			}

		};
	}

}
