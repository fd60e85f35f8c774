package io.github.sharedsession.server;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldif.LDIFReader;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * An LDAP directory in memory on the loopback interface. Needs
 * {@code com.unboundid:unboundid-ldapsdk}.
 * <p>
 * The server lives in the JVM that starts it and ends with it.
 */
public class LdapServer implements HostedServer<LdapServer.Settings, LdapServer.Address> {

	private static final String USER_DN = "cn=admin";

	private @Nullable InMemoryDirectoryServer server;

	/**
	 * Create a server that is not started.
	 */
	public LdapServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Library.require(LdapServer.class, "com.unboundid.ldap.listener.InMemoryDirectoryServer",
				"com.unboundid:unboundid-ldapsdk");
		String password = Loopback.randomSecret();
		InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(settings.baseDn());
		config.addAdditionalBindCredentials(USER_DN, password);
		config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("loopback", Loopback.address(), 0, null));
		if (!settings.schemaChecked()) {
			config.setSchema(null);
		}
		InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
		fill(server, settings);
		server.startListening();
		this.server = server;
		return new Address("ldap://" + Loopback.HOST + ":" + server.getListenPort(), settings.baseDn(), USER_DN,
				password);
	}

	private static void fill(InMemoryDirectoryServer server, Settings settings) throws Exception {
		if (settings.ldifs().isEmpty() && !settings.schemaChecked()) {
			server.add("dn: " + settings.baseDn(), "objectClass: top", "objectClass: extensibleObject");
		}
		for (String location : settings.ldifs()) {
			try (InputStream content = new DefaultResourceLoader().getResource(location).getInputStream()) {
				server.importFromLDIF(false, new LDIFReader(content));
			}
		}
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.shutDown(true);
		}
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param baseDn the distinguished name of the directory's root
	 * @param ldifs locations of LDIF files that fill the directory, root included
	 * @param schemaChecked whether entries must follow a schema
	 */
	public record Settings(String baseDn, List<String> ldifs, boolean schemaChecked) {

		/**
		 * Create settings.
		 * @param baseDn the distinguished name of the directory's root
		 * @param ldifs locations of LDIF files
		 * @param schemaChecked whether entries must follow a schema
		 */
		public Settings {
			ldifs = List.copyOf(ldifs);
		}

		/**
		 * A directory that has its root only and checks no schema.
		 * @param baseDn the distinguished name of the root, as {@code dc=example,dc=com}
		 * @return new settings
		 */
		public static Settings of(String baseDn) {
			return new Settings(baseDn, List.of(), false);
		}

		/**
		 * Return settings with one more file of entries; the first has the root too. To
		 * get a new server when the file changes, add the same location to the recipe's
		 * {@code inputs}.
		 * @param location where the file is, as {@code classpath:users.ldif}
		 * @return new settings
		 */
		public Settings withLdif(String location) {
			List<String> ldifs = new ArrayList<>(this.ldifs);
			ldifs.add(location);
			return new Settings(this.baseDn, ldifs, this.schemaChecked);
		}

		/**
		 * Return settings that make entries follow the standard schema. Without files of
		 * entries the directory then starts without its root.
		 * @return new settings
		 */
		public Settings withSchemaChecked() {
			return new Settings(this.baseDn, this.ldifs, true);
		}

	}

	/**
	 * Where the server is, and how to bind to it.
	 *
	 * @param url the URL, without the root
	 * @param baseDn the distinguished name of the directory's root
	 * @param userDn the distinguished name of the administrator
	 * @param password the administrator's password
	 */
	public record Address(String url, String baseDn, String userDn, String password) {

		@Override
		public String toString() {
			return "LDAP at " + this.url;
		}

	}

}
