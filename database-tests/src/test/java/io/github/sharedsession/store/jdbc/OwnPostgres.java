package io.github.sharedsession.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.jdbc.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A server that a test may restart, and that other machines can reach.
 */
final class OwnPostgres implements AutoCloseable {

	private static final String NETWORK = "10.231.0.0/16";

	private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

	private final Path data;

	private final int port;

	private EmbeddedPostgres server;

	OwnPostgres(Path data) throws IOException {
		this.data = data;
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.server = start();
	}

	private EmbeddedPostgres start() throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setPort(this.port)
			.setServerConfig("fsync", "off")
			.setServerConfig("listen_addresses", "*")
			.setDataDirectoryCustomizer(OwnPostgres::letOthersConnect)
			.start();
	}

	private static void letOthersConnect(File directory) {
		try {
			Files.writeString(directory.toPath().resolve("pg_hba.conf"), "host all all " + NETWORK + " trust\n",
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void restart() throws IOException {
		this.server.close();
		this.server = start();
	}

	/** What a {@link io.github.sharedsession.core.MemberMain} takes. */
	List<String> at(String host) {
		return List.of("jdbc:postgresql://" + host + ":" + this.port + "/postgres", Postgres.USER);
	}

	/** The last parts of the names of all records. */
	List<String> records() throws SQLException {
		try (Connection connection = DriverManager.getConnection(at("localhost").get(0), Postgres.USER, "");
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("SELECT name FROM shared_session_records WHERE content IS NOT NULL")) {
			List<String> names = new ArrayList<>();
			while (result.next()) {
				names.add(result.getString(1));
			}
			return names;
		}
	}

	/** Wait until it has found out that all members but some have gone. */
	void awaitMembers(int count) throws SQLException {
		try (Connection connection = DriverManager.getConnection(at("localhost").get(0), Postgres.USER, "");
				PreparedStatement statement = connection
					.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE client_addr << '" + NETWORK + "'")) {
			long end = System.nanoTime() + LIMIT;
			while (count(statement) > count) {
				if (System.nanoTime() > end) {
					throw new IllegalStateException("More than " + count + " members are connected");
				}
				LockSupport.parkNanos(LIMIT / 1000);
			}
		}
	}

	private static int count(PreparedStatement statement) throws SQLException {
		try (ResultSet result = statement.executeQuery()) {
			result.next();
			return result.getInt(1);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
