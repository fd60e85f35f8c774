package io.github.sharedsession.jdbc;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collection;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A database server, as far as shared databases need it. Implement it for a server that
 * {@link SharedDatabase} does not know, and give it to
 * {@link SharedDatabase#on(DatabaseServer)}. Names of databases consist of
 * {@code [a-z0-9_]} and begin with a letter.
 * <p>
 * All methods may be called by several threads and JVMs at a time, never for the same
 * name.
 */
public interface DatabaseServer {

	/**
	 * What tells this server from others of the same class: shared databases of servers
	 * with the same identity are the same. By default the URL and the user that
	 * {@link #connectionDetails} gives.
	 * @return any text, of which only a digest is written
	 */
	default String identity() {
		JdbcConnectionDetails details = connectionDetails("identity");
		return details.getJdbcUrl() + " " + details.getUsername();
	}

	/**
	 * How to connect to a database. Called often; must not connect.
	 * @param database the name of the database
	 * @return the connection details
	 */
	JdbcConnectionDetails connectionDetails(String database);

	/**
	 * Create an empty database.
	 * @param database its name
	 * @throws SQLException when it can't be created
	 */
	void create(String database) throws SQLException;

	/**
	 * Nobody will connect to the database from now on: it will only be cloned. By default
	 * does nothing.
	 * @param database the name of a database that has been migrated
	 * @throws SQLException when that fails
	 */
	default void seal(String database) throws SQLException {
	}

	/**
	 * Create a database with the schema and the data of another one.
	 * @param database the name of the existing database, which is sealed
	 * @param copy the name of the new one
	 * @throws SQLException when it can't be created
	 */
	void copy(String database, String copy) throws SQLException;

	/**
	 * Drop a database, also when somebody is connected to it. Does nothing when it is
	 * gone.
	 * @param database its name
	 * @throws SQLException when it is still there
	 */
	void drop(String database) throws SQLException;

	/**
	 * Give a database another name, under which nobody drops it, also when somebody is
	 * connected to it. By default not supported.
	 * @param database its name
	 * @param name the new one
	 * @throws SQLException when it can't be renamed
	 */
	default void keep(String database, String name) throws SQLException {
		throw new SQLFeatureNotSupportedException(getClass().getName() + " can't keep databases");
	}

	/**
	 * Find databases, those that were left by killed JVMs among them.
	 * @param prefix what their names begin with
	 * @return the names
	 * @throws SQLException when the server can't be asked
	 */
	Collection<String> find(String prefix) throws SQLException;

}
