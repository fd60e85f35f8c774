package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import io.github.sharedsession.Creation;
import io.github.sharedsession.server.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The sample's resources in a static field, as is usual: once per JVM. With the system
 * property {@code by-hand.marker} once for all JVMs, as many write it: the first gets a
 * lock file, starts the server, migrates and leaves a marker file that tells where the
 * server is; the others wait for the lock and read the marker. Nobody stops the server,
 * since nobody knows who is the last.
 *
 * @param server the server
 * @param database the migrated database
 * @param keys the keys
 * @param stub the payment service, in this JVM
 * @see <a href=
 * "https://pytest-xdist.readthedocs.io/en/stable/how-to.html#making-session-scoped-fixtures-execute-only-once">The
 * same for Python</a>
 */
record ResourcesByHand(DatabaseServer server, OrdersDatabase database, PaymentKeys keys, PaymentServiceStub stub) {

	static final ResourcesByHand INSTANCE = create();

	private static final String DATABASE = "orders";

	private static ResourcesByHand create() {
		@Nullable String marker = System.getProperty("by-hand.marker");
		try {
			return of((marker != null) ? share(Path.of(marker)) : start(true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (SQLException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("try")
	private static Properties share(Path marker) throws IOException, SQLException, GeneralSecurityException {
		try (FileChannel channel = FileChannel.open(marker.resolveSibling(marker.getFileName() + ".lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			Properties resources = new Properties();
			if (Files.exists(marker)) {
				try (Reader reader = Files.newBufferedReader(marker)) {
					resources.load(reader);
				}
				// Of a build before, after which the machine was started again, say
				if (acceptsConnections(resources)) {
					return resources;
				}
			}
			resources = start(false);
			try (Writer writer = Files.newBufferedWriter(marker)) {
				resources.store(writer, null);
			}
			return resources;
		}
	}

	private static boolean acceptsConnections(Properties resources) {
		PostgresServer.Address address = address(resources);
		try {
			DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password()).close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/** As the library configures its server, which would not be quicker by itself. */
	private static Properties start(boolean untilEndOfJvm) throws IOException, SQLException, GeneralSecurityException {
		Path dataDirectory = Files.createTempDirectory("orders-").toRealPath();
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setDataDirectory(dataDirectory)
			.setCleanDataDirectory(untilEndOfJvm)
			.setRegisterShutdownHook(untilEndOfJvm)
			.setLocaleConfig("locale", "C")
			.setServerConfig("fsync", "off")
			.setServerConfig("full_page_writes", "off")
			.setServerConfig("synchronous_commit", "off")
			.setServerConfig("max_connections", "300")
			.setServerConfig("timezone", "UTC")
			.setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
			.setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
			.start();
		PaymentKeys keys = PaymentKeys.generate();
		Properties resources = new Properties();
		resources.setProperty("url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres");
		resources.setProperty("directory", dataDirectory.toString());
		resources.setProperty("public-key", keys.publicKey());
		resources.setProperty("private-key", keys.privateKey());
		OrdersDatabase database = new OrdersDatabase(address(resources), DATABASE);
		database.create();
		database.migrate();
		return resources;
	}

	private static PostgresServer.Address address(Properties resources) {
		return new PostgresServer.Address(resources.getProperty("url"), "postgres", "postgres",
				Path.of(resources.getProperty("directory")));
	}

	private static ResourcesByHand of(Properties resources) throws IOException {
		PostgresServer.Address address = address(resources);
		PaymentKeys keys = new PaymentKeys(resources.getProperty("public-key"), resources.getProperty("private-key"));
		return new ResourcesByHand(new DatabaseServer(address), new OrdersDatabase(address, DATABASE), keys,
				new PaymentServiceServer().start(new PaymentServiceServer.Settings(keys.publicKey()),
						new NoCreation()));
	}

	/** For a server that needs none. */
	private static final class NoCreation implements Creation<PaymentServiceStub> {

		@Override
		public String id() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Path directory() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void checkpoint(PaymentServiceStub value) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Path log() {
			throw new UnsupportedOperationException();
		}

	}

}
