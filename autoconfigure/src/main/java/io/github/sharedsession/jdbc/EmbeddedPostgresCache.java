package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.bean.RecipeCall;
import io.github.sharedsession.server.PostgresServer;
import io.github.sharedsession.server.PostgresServer.Address;
import io.github.sharedsession.store.Digest;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;

/**
 * The data of a PostgreSQL server that has ended, with the migrated database, and the
 * server of each session that works on a copy of it. Apart from {@link DatabaseSource},
 * since its library need not be there.
 */
final class EmbeddedPostgresCache implements DatabaseCache {

	private static final String DATA = "data";

	private static final String SERVER = "server";

	private static final PostgresServer.Settings SETTINGS = PostgresServer.Settings.defaults();

	/** The archive begins with the time at which its first file was made. */
	private static final int HEAD_OF_BINARIES = 64 * 1024;

	private static final int DIGITS = 32;

	private final RecipeCall call;

	private final Function<Supplier<ServerAddress>, MigratedTemplateMaker> makers;

	private final List<String> inputs;

	EmbeddedPostgresCache(RecipeCall call, Function<Supplier<ServerAddress>, MigratedTemplateMaker> makers,
			List<String> inputs) {
		this.call = call;
		this.makers = makers;
		this.inputs = inputs;
	}

	@Override
	public SharedBean<?, ?> part(String name) {
		return name.equals(DATA) ? dataRecipe() : serverRecipe();
	}

	private SharedBean<?, ?> dataRecipe() {
		return SharedBean.createdWith(PostgresData.class, this::migrate)
			.validWhen((data) -> Files.exists(data.server().dataDirectory().resolve("PG_VERSION")))
			.destroyedBy((data) -> new PostgresServer().recover(SETTINGS, data.server()))
			.inputs(this.inputs.toArray(String[]::new))
			.inputs(binaries());
	}

	private PostgresData migrate(Creation<PostgresData> creation) throws Exception {
		PostgresServer server = new PostgresServer();
		try {
			Address address = server.start(SETTINGS, new PartOfCreation<>(creation) {

				@Override
				public void checkpoint(Address value) {
					creation.checkpoint(new PostgresData(value, "", creation.directory()));
				}

			});
			DatabaseTemplate template = this.makers.apply(() -> EmbeddedPostgresServer.address(address))
				.make(new PartOfCreation<>(creation) {

					@Override
					public void checkpoint(DatabaseTemplate value) {
						// Dropping the data drops the database
					}

				});
			return new PostgresData(address, template.name(), creation.directory());
		}
		finally {
			server.close();
		}
	}

	private SharedBean<?, ?> serverRecipe() {
		PostgresData data = this.call.part(DATA, SharedBeanScope.CACHED, PostgresData.class).get();
		return SharedBean.<PostgresServer.Settings, Address, Address>hosted(PostgresServer.class,
				SETTINGS.withDataOf(data.server()))
			.connectedBy(EmbeddedPostgresServer::address);
	}

	@Override
	public Supplier<DatabaseTemplate> template() {
		Supplier<PostgresData> data = this.call.part(DATA, SharedBeanScope.CACHED, PostgresData.class);
		Supplier<ServerAddress> server = this.call.part(SERVER, SharedBeanScope.SESSION, ServerAddress.class);
		return () -> DatabaseTemplate.named(data.get().database(), server.get(), data.get().directory());
	}

	/** Another version of the server can't read the data. */
	private static String binaries() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
		try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system,
				System.getProperty("os.arch"))) {
			return Digest.sha256().add(archive.readNBytes(HEAD_OF_BINARIES)).hex(DIGITS);
		}
		catch (IOException | IllegalStateException ex) {
			// Whoever starts the server says what is missing
			return "";
		}
	}

	/**
	 * What a server has left. The shared value.
	 *
	 * @param server where it was
	 * @param database the name of the migrated database
	 * @param directory the directory of the creation
	 */
	record PostgresData(Address server, String database, Path directory) {
	}

	/** A creation that is a step of another one. */
	private abstract static class PartOfCreation<V> implements Creation<V> {

		private final Creation<?> whole;

		PartOfCreation(Creation<?> whole) {
			this.whole = whole;
		}

		@Override
		public String id() {
			return this.whole.id();
		}

		@Override
		public Path directory() {
			return this.whole.directory();
		}

		@Override
		public Path log() {
			return this.whole.log();
		}

	}

}
