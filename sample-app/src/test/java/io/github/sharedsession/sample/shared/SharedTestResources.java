package io.github.sharedsession.sample.shared;

import java.security.GeneralSecurityException;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.sample.shared.SharingLedger.Event;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;

/**
 * What is made once for all forks.
 */
@TestConfiguration(proxyBeanMethods = false)
class SharedTestResources {

	@SharedSessionBean
	static SharedBean<PostgresServer, PostgresServer> postgresServer() {
		return SharedBean.createdWith(PostgresServer.class, (creation) -> {
			PostgresServer server = PostgresProcess.allocate(creation.directory());
			creation.checkpoint(server);
			new PostgresProcess(server).start(creation.log());
			SharingLedger.append(Event.CREATED, "postgres", "port=" + server.port());
			return server;
		}).destroyedBy((server) -> {
			new PostgresProcess(server).stop();
			SharingLedger.append(Event.STOPPED, "postgres", "port=" + server.port());
		});
	}

	@SharedSessionBean(inputs = "classpath:db/migration/**")
	static SharedBean<OrdersDatabase, JdbcConnectionDetails> ordersDatabase(PostgresServer postgresServer) {
		return SharedBean.createdWith(OrdersDatabase.class, (creation) -> {
			OrdersDatabase database = new OrdersDatabase(postgresServer, creation.id());
			creation.checkpoint(database);
			database.create();
			database.migrate();
			SharingLedger.append(Event.MIGRATED, "orders", database.name());
			return database;
		}).connectedBy(OrdersDatabase::connectionDetails).destroyedBy((database) -> {
			database.drop();
			SharingLedger.append(Event.DROPPED, "orders", database.name());
		});
	}

	@SharedSessionBean
	static PaymentKeys paymentKeys() throws GeneralSecurityException {
		PaymentKeys keys = PaymentKeys.generate();
		SharingLedger.append(Event.CREATED, "keys", "bits=4096");
		return keys;
	}

}
