package io.github.sharedsession.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LdapServer}.
 */
class LdapServerTests {

	private final Path directory;

	LdapServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void findsEntriesOfAFile() throws Exception {
		Path ldif = Files.writeString(this.directory.resolve("users.ldif"), """
				dn: dc=example,dc=com
				objectClass: domain
				dc: example

				dn: uid=ann,dc=example,dc=com
				objectClass: inetOrgPerson
				uid: ann
				cn: Ann
				sn: Ann
				userPassword: secret
				""");
		LdapServer server = new LdapServer();
		LdapServer.Address address = server.start(
				LdapServer.Settings.of("dc=example,dc=com").withLdif(ldif.toUri().toString()).withSchemaChecked(),
				new TestCreation<>(this.directory));
		int port = URI.create(address.url()).getPort();
		try {
			assertThat(search(address, address.userDn(), address.password())).isEqualTo("uid=ann,dc=example,dc=com");
			assertThat(search(address, "uid=ann,dc=example,dc=com", "secret")).isNotNull();
			assertThatExceptionOfType(LDAPException.class).isThrownBy(() -> search(address, address.userDn(), "guess"))
				.extracting(LDAPException::getResultCode)
				.isEqualTo(ResultCode.INVALID_CREDENTIALS);
			Listeners.assertLoopbackOnly(port);
			assertThat(address.toString()).doesNotContain(address.password());
		}
		finally {
			server.close();
		}
		Listeners.assertNone(port);
	}

	@Test
	void hasItsRootWithoutAFile() throws Exception {
		LdapServer server = new LdapServer();
		LdapServer.Address address = server.start(LdapServer.Settings.of("dc=example,dc=com"),
				new TestCreation<>(this.directory));
		try (LDAPConnection connection = connect(address, address.userDn(), address.password())) {
			assertThat(Objects.requireNonNull(connection.getEntry(address.baseDn())).getAttributeValue("dc"))
				.isEqualTo("example");
		}
		finally {
			server.close();
		}
	}

	private static String search(LdapServer.Address address, String userDn, String password) throws LDAPException {
		try (LDAPConnection connection = connect(address, userDn, password)) {
			return Objects.requireNonNull(connection.searchForEntry(address.baseDn(), SearchScope.SUB, "(uid=ann)"))
				.getDN();
		}
	}

	private static LDAPConnection connect(LdapServer.Address address, String userDn, String password)
			throws LDAPException {
		URI uri = URI.create(address.url());
		return new LDAPConnection(uri.getHost(), uri.getPort(), userDn, password);
	}

}
