package io.github.sharedsession.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.h2.Driver;
import org.h2.engine.SysProperties;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * An H2 server on the loopback interface with one database in memory, which lives as long
 * as the server. Needs {@code com.h2database:h2}.
 * <p>
 * The server lives in the JVM that starts it and ends with it.
 */
public class H2Server implements HostedServer<H2Server.Settings, H2Server.Address> {

	private static final String USER = "sa";

	private static final String BIND_ADDRESS = "h2.bindAddress";

	private @Nullable Server server;

	private @Nullable Connection keepAlive;

	/**
	 * Create a server that is not started.
	 */
	public H2Server() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Library.require(H2Server.class, "org.h2.tools.Server", "com.h2database:h2");
		bindToLoopback();
		String password = Loopback.randomSecret();
		String database = "mem:" + creation.id();
		StringBuilder url = new StringBuilder("jdbc:h2:").append(database).append(";DB_CLOSE_ON_EXIT=FALSE");
		settings.options().forEach((name, value) -> url.append(';').append(name).append('=').append(value));
		// Clients that don't know the name can't reach any database of this JVM
		String name = Loopback.randomSecret();
		Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-tcpPassword", Loopback.randomSecret(),
				"-ifExists", "-key", name, database);
		this.server = server.start();
		try {
			// Remote connections may not create a database
			this.keepAlive = Driver.load().connect(url.toString(), credentials(password));
		}
		catch (SQLException ex) {
			server.stop();
			throw ex;
		}
		return new Address("jdbc:h2:tcp://" + Loopback.HOST + ":" + server.getPort() + "/" + name, USER, password);
	}

	/**
	 * H2 listens everywhere, and turns others away only once they have connected. Where
	 * to listen is a constant that it reads once.
	 */
	private static void bindToLoopback() {
		String former = System.getProperty(BIND_ADDRESS);
		System.setProperty(BIND_ADDRESS, Loopback.HOST);
		try {
			if (!Loopback.HOST.equals(SysProperties.BIND_ADDRESS)) {
				throw new IllegalStateException("H2 was already in use in this JVM and would listen on all network "
						+ "interfaces: set the system property " + BIND_ADDRESS + " to " + Loopback.HOST
						+ ", or let the server run in the session host.");
			}
		}
		finally {
			if (former != null) {
				System.setProperty(BIND_ADDRESS, former);
			}
			else {
				System.clearProperty(BIND_ADDRESS);
			}
		}
	}

	private static Properties credentials(String password) {
		Properties properties = new Properties();
		properties.setProperty("user", USER);
		properties.setProperty("password", password);
		return properties;
	}

	@Override
	public void close() throws Exception {
		if (this.server != null) {
			this.server.stop();
		}
		if (this.keepAlive != null) {
			this.keepAlive.close();
		}
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param options settings of the database by name, as in its URL
	 */
	public record Settings(Map<String, String> options) {

		/**
		 * Create settings.
		 * @param options settings of the database by name
		 */
		public Settings {
			options = Collections.unmodifiableMap(new TreeMap<>(options));
		}

		/**
		 * A database with the settings that H2 has by default.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(Map.of());
		}

		/**
		 * Return settings with one more setting of the database.
		 * @param name the name of the setting, as {@code MODE}
		 * @param value its value, as {@code PostgreSQL}
		 * @return new settings
		 */
		public Settings withOption(String name, String value) {
			Map<String, String> options = new TreeMap<>(this.options);
			options.put(name, value);
			return new Settings(options);
		}

	}

	/**
	 * Where the database is, and how to log in as its administrator. As the type of the
	 * bean, {@link JdbcConnectionDetails} makes Spring Boot's {@code DataSource} connect
	 * to it without any property.
	 *
	 * @param jdbcUrl the URL of the database
	 * @param username the name of the administrator
	 * @param password the administrator's password
	 */
	@JsonIgnoreProperties(value = { "driverClassName", "xaDataSourceClassName" }, ignoreUnknown = true)
	public record Address(String jdbcUrl, String username, String password) implements JdbcConnectionDetails {

		@Override
		public String getJdbcUrl() {
			return this.jdbcUrl;
		}

		@Override
		public String getUsername() {
			return this.username;
		}

		@Override
		public String getPassword() {
			return this.password;
		}

		@Override
		public String toString() {
			return "H2 at " + this.jdbcUrl.substring(0, this.jdbcUrl.lastIndexOf('/'));
		}

	}

}
