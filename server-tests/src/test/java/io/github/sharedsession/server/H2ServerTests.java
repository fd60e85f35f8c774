package io.github.sharedsession.server;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link H2Server}.
 */
class H2ServerTests {

	private final Path directory;

	H2ServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void databaseOutlivesItsConnectionsUntilClosed() throws Exception {
		H2Server server = new H2Server();
		H2Server.Address address = server.start(H2Server.Settings.defaults().withOption("MODE", "PostgreSQL"),
				new TestCreation<>(this.directory));
		int port = port(address);
		try {
			try (Connection connection = connect(address.jdbcUrl(), address);
					Statement statement = connection.createStatement()) {
				statement.execute("create table orders (id int)");
			}
			try (Connection connection = connect(address.jdbcUrl(), address);
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("select setting_value from information_schema.settings, "
							+ "orders right join (values (1)) on true where setting_name = 'MODE'")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getString(1)).isEqualTo("PostgreSQL");
			}
			Listeners.assertLoopbackOnly(port);
		}
		finally {
			server.close();
		}
		Listeners.assertNone(port);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(address.jdbcUrl(), address));
	}

	@Test
	void strangersDoNotGetIn() throws Exception {
		H2Server server = new H2Server();
		H2Server.Address address = server.start(H2Server.Settings.defaults(), new TestCreation<>(this.directory));
		try {
			String root = address.jdbcUrl().substring(0, address.jdbcUrl().lastIndexOf('/'));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(root + "/mem:other", address));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(address.jdbcUrl(), address.username(), "guess"));
			assertThat(address.toString()).contains(String.valueOf(port(address))).doesNotContain(address.password());
		}
		finally {
			server.close();
		}
	}

	@Test
	void wrongSettingFailsTheStartAndLeavesNoServer() throws Exception {
		H2Server server = new H2Server();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> server.start(H2Server.Settings.defaults().withOption("NO_SUCH_SETTING", "1"),
					new TestCreation<>(this.directory)))
			.withMessageContaining("NO_SUCH_SETTING");
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.contains("H2 TCP Server"));
	}

	private static Connection connect(String url, H2Server.Address address) throws SQLException {
		return DriverManager.getConnection(url, address.username(), address.password());
	}

	private static int port(H2Server.Address address) {
		return URI.create(address.jdbcUrl().substring("jdbc:h2:".length())).getPort();
	}

}
