package io.github.sharedsession.sample.shared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.util.Base64;

import io.github.sharedsession.server.PostgresServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the shared resources in a context that has nothing else, not even Spring Boot.
 */
@SpringJUnitConfig
@UsesSharedResources
class SharedResourcesTests {

	private final DatabaseServer server;

	private final JdbcConnectionDetails database;

	private final PaymentKeys keys;

	@Autowired
	SharedResourcesTests(DatabaseServer server, JdbcConnectionDetails database, PaymentKeys keys) {
		this.server = server;
		this.database = database;
		this.keys = keys;
	}

	@Test
	void findsTheServerOnTheDirectoryOfTheRecord() {
		JdbcClient jdbc = connect(this.server.address().jdbcUrl());
		assertThat(jdbc.sql("show server_version").query(String.class).single()).startsWith("17.");
		assertThat(Path.of(jdbc.sql("show data_directory").query(String.class).single()))
			.isEqualTo(this.server.address().dataDirectory());
	}

	@Test
	void findsTheDatabaseMigrated() {
		assertThat(
				connect(this.database.getJdbcUrl()).sql("select count(*) from country").query(Integer.class).single())
			.isEqualTo(7);
	}

	@Test
	void findsTwoKeysOfOnePair() throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(KeyFactory.getInstance("RSA")
			.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(this.keys.privateKey()))));
		signature.update("a text".getBytes(StandardCharsets.UTF_8));
		String signed = Base64.getEncoder().encodeToString(signature.sign());
		assertThat(PaymentKeys.verify(this.keys.publicKey(), "a text", signed)).isTrue();
		assertThat(PaymentKeys.verify(this.keys.publicKey(), "another text", signed)).isFalse();
	}

	@Test
	void dropsADatabaseThatIsGone() throws SQLException {
		OrdersDatabase other = new OrdersDatabase(this.server.address(), "gone_" + ProcessHandle.current().pid());
		other.create();
		other.drop();
		other.drop();
		assertThat(connect(this.server.address().jdbcUrl())
			.sql("select exists (select from pg_database where datname = :name)")
			.param("name", other.name())
			.query(Boolean.class)
			.single()).isFalse();
	}

	private JdbcClient connect(String url) {
		PostgresServer.Address address = this.server.address();
		return JdbcClient.create(new DriverManagerDataSource(url, address.username(), address.password()));
	}

}
