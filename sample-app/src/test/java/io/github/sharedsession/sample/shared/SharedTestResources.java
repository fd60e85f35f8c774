package io.github.sharedsession.sample.shared;

import java.security.GeneralSecurityException;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.sample.shared.SharingLedger.Event;
import io.github.sharedsession.server.PostgresServer;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;

/**
 * What is made once for all forks.
 */
@TestConfiguration(proxyBeanMethods = false)
class SharedTestResources {

	/** Hosted: no fork takes it down, whoever was first and whoever is last. */
	@SharedSessionBean
	static SharedBean<PostgresServer.Address, DatabaseServer> databaseServer() {
		return SharedBean.<PostgresServer.Settings, PostgresServer.Address, PostgresServer.Address>hosted(
				PostgresServer.class, PostgresServer.Settings.defaults())
			.connectedBy(DatabaseServer::new);
	}

	@SharedSessionBean(inputs = "classpath:db/migration/**")
	static SharedBean<OrdersDatabase, JdbcConnectionDetails> ordersDatabase(DatabaseServer server) {
		return SharedBean.createdWith(OrdersDatabase.class, (creation) -> {
			OrdersDatabase database = new OrdersDatabase(server.address(), creation.id());
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

	/** Hosted, with a server of our own. */
	@SharedSessionBean
	static SharedBean<PaymentServiceStub, PaymentServiceStub> paymentServiceStub(PaymentKeys keys) {
		return SharedBean.hosted(PaymentServiceServer.class, new PaymentServiceServer.Settings(keys.publicKey()));
	}

}
