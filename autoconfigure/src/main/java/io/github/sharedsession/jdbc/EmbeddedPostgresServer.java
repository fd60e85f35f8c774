package io.github.sharedsession.jdbc;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.server.PostgresServer;

/**
 * The PostgreSQL server of a session, one for all shared databases of all contexts. Apart
 * from {@link SharedDatabase}, since its library need not be there.
 */
final class EmbeddedPostgresServer {

	private EmbeddedPostgresServer() {
	}

	/** Its bean is no {@code JdbcConnectionDetails}, of which there is to be one. */
	@SharedSessionBean
	static SharedBean<PostgresServer.Address, ServerAddress> embeddedPostgresServer() {
		return SharedBean.<PostgresServer.Settings, PostgresServer.Address, PostgresServer.Address>hosted(
				PostgresServer.class, PostgresServer.Settings.defaults())
			.connectedBy(EmbeddedPostgresServer::address);
	}

	static ServerAddress address(PostgresServer.Address address) {
		return new ServerAddress(address.jdbcUrl(), address.username(), address.password(), true);
	}

}
