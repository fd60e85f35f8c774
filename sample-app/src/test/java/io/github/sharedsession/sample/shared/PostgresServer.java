package io.github.sharedsession.sample.shared;

import java.nio.file.Path;

/**
 * Where a PostgreSQL server is. Data only: any JVM can connect to the server and stop it
 * with what is in here.
 *
 * @param host the host to connect to
 * @param port the port to connect to
 * @param dataDirectory the absolute path of the directory that the server works on
 */
public record PostgresServer(String host, int port, Path dataDirectory) {

	/**
	 * The name of the superuser, who needs no password.
	 */
	public static final String USER = "postgres";

	/**
	 * Return the URL of a database.
	 * @param database the name of the database
	 * @return its JDBC URL
	 */
	public String jdbcUrl(String database) {
		return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + database;
	}

}
