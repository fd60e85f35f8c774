package io.github.sharedsession.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * H2 databases in the memory of the JVM that uses them. What is shared is a script of the
 * migrated one.
 */
final class H2DatabaseServer implements DatabaseServer {

	private static final String URL = "jdbc:h2:mem:";

	private static final String USER = "sa";

	private static final String KEPT_OPEN = ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE";

	private final ServerAddress address;

	private final String template;

	private final Path script;

	H2DatabaseServer(DatabaseTemplate template) {
		this.address = template.server();
		this.template = template.name();
		this.script = Objects.requireNonNull(template.directory(), "No directory").resolve("template.sql");
	}

	static boolean isAt(ServerAddress address) {
		return address.url().startsWith(URL);
	}

	static ServerAddress address(String settings) {
		return ServerAddress.of(URL + (settings.isEmpty() ? "" : ";" + settings), USER, "");
	}

	@Override
	public JdbcConnectionDetails connectionDetails(String database) {
		return new AddressedDetails(url(database) + KEPT_OPEN, this.address);
	}

	private String url(String database) {
		return URL + database + this.address.url().substring(URL.length());
	}

	@Override
	public void create(String database) throws SQLException {
		connect(url(database) + KEPT_OPEN).close();
	}

	@Override
	public void seal(String database) throws SQLException {
		try (Connection connection = connect(url(database))) {
			run(connection, "script to ?");
		}
		drop(database);
	}

	@Override
	public void copy(String database, String copy) throws SQLException {
		try (Connection connection = connect(url(copy) + KEPT_OPEN)) {
			run(connection, "runscript from ?");
		}
	}

	private void run(Connection connection, String sql) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, this.script.toString());
			statement.execute();
		}
	}

	@Override
	public void drop(String database) throws SQLException {
		// Without the setting the last connection would end it, but others may be open
		try (Connection connection = connect(url(database)); Statement statement = connection.createStatement()) {
			statement.execute("shutdown immediately");
		}
	}

	/** Those of killed JVMs are gone; what stays is the script. */
	@Override
	public List<String> find(String prefix) {
		return (this.template.startsWith(prefix) && Files.exists(this.script)) ? List.of(this.template) : List.of();
	}

	private Connection connect(String url) throws SQLException {
		return JdbcConnections.open(url, this.address.username(), this.address.password());
	}

}
