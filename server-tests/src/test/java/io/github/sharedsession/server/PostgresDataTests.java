package io.github.sharedsession.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.server.PostgresServer.Address;
import io.github.sharedsession.server.PostgresServer.Settings;
import io.github.sharedsession.value.JsonValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A {@link PostgresServer} on a copy of the data of another one.
 */
class PostgresDataTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private TestCreation<Address> creation() throws IOException {
		return new TestCreation<>(this.directory);
	}

	@Test
	void eachServerWorksOnACopyOfItsOwn() throws Exception {
		long start = System.nanoTime();
		PostgresServer first = new PostgresServer();
		Address data = first.start(Settings.defaults(), creation());
		try {
			execute(data, "create table orders as select generate_series(1, 1000) as id");
		}
		finally {
			first.close();
		}
		long migrated = System.nanoTime();
		PostgresServer one = new PostgresServer();
		PostgresServer other = new PostgresServer();
		try {
			Address copy = one.start(Settings.defaults().withDataOf(data), creation());
			System.out.printf("PostgreSQL with initdb and a table: %d ms, on a copy of its data: %d ms%n",
					(migrated - start) / 1_000_000, (System.nanoTime() - migrated) / 1_000_000);
			execute(copy, "delete from orders");
			Address another = other.start(Settings.defaults().withDataOf(data), creation());
			assertThat(count(copy)).isZero();
			assertThat(count(another)).isEqualTo(1000);
			assertThat(another.dataDirectory()).isNotEqualTo(data.dataDirectory());
		}
		finally {
			one.close();
			other.close();
		}
	}

	@Test
	void settingsAreReadBackByTheHost() {
		JsonValueCodec<Settings> codec = new JsonValueCodec<>(() -> "settings", Settings.class);
		Address data = new Address("jdbc:postgresql://127.0.0.1:5432/postgres", "postgres", "secret",
				this.directory.resolve("data"));
		for (Settings settings : List.of(Settings.defaults(), Settings.defaults().withDataOf(data))) {
			assertThat(codec.read(codec.write(settings))).isEqualTo(settings);
		}
	}

	@Test
	void dataOfAServerThatRunsIsRefused() throws Exception {
		PostgresServer running = new PostgresServer();
		Address data = running.start(Settings.defaults(), creation());
		try {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> new PostgresServer().start(Settings.defaults().withDataOf(data), creation()))
				.withMessageContaining("can't be copied")
				.withMessageContaining(data.dataDirectory().toString());
		}
		finally {
			running.close();
		}
	}

	/**
	 * As in the documentation.
	 */
	static class CachedDataConfig {

		@SharedSessionBean(scope = SharedBeanScope.CACHED, inputs = "classpath:db/migration/**")
		static SharedBean<Address, MigratedData> migratedData() {
			return SharedBean.createdWith(Address.class, (creation) -> {
				PostgresServer server = new PostgresServer();
				try {
					Address address = server.start(Settings.defaults(), creation);
					execute(address, "create table orders (id int)");
					return address;
				}
				finally {
					server.close();
				}
			})
				.connectedBy(MigratedData::new)
				.destroyedBy((address) -> new PostgresServer().recover(Settings.defaults(), address));
		}

		@SharedSessionBean
		static SharedBean<Address, Address> server(MigratedData data) {
			return SharedBean.hosted(PostgresServer.class, Settings.defaults().withDataOf(data.address()));
		}

	}

	/**
	 * Data that no server works on.
	 */
	record MigratedData(Address address) {
	}

	private static Connection connect(Address address) throws SQLException {
		return DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
	}

	private static void execute(Address address, String sql) throws SQLException {
		try (Connection connection = connect(address); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int count(Address address) throws SQLException {
		try (Connection connection = connect(address);
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select count(*) from orders")) {
			result.next();
			return result.getInt(1);
		}
	}

}
