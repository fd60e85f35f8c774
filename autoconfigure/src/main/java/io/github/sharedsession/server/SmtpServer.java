package io.github.sharedsession.server;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on the loopback interface, which takes mail by SMTP for anybody and keeps
 * it in memory. Tests read it by IMAP, with the address of the recipient as the name of
 * the user and any password. Needs {@code com.icegreen:greenmail}.
 * <p>
 * The server lives in the JVM that starts it and ends with it.
 */
public class SmtpServer implements HostedServer<SmtpServer.Settings, SmtpServer.Address> {

	private @Nullable GreenMail server;

	/**
	 * Create a server that is not started.
	 */
	public SmtpServer() {
	}

	@Override
	public Address start(Settings settings, Creation<Address> creation) {
		Library.require(SmtpServer.class, "com.icegreen.greenmail.util.GreenMail", "com.icegreen:greenmail");
		GreenMail server = new GreenMail(
				new ServerSetup[] { setup(ServerSetup.PROTOCOL_SMTP), setup(ServerSetup.PROTOCOL_IMAP) });
		if (settings.users().isEmpty()) {
			server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
		}
		settings.users().forEach(server::setUser);
		server.start();
		this.server = server;
		return new Address(Loopback.HOST, server.getSmtp().getPort(), server.getImap().getPort());
	}

	private static ServerSetup setup(String protocol) {
		return new ServerSetup(0, Loopback.HOST, protocol);
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	/**
	 * What to start. Immutable; each {@code with} method returns a changed copy.
	 *
	 * @param users the passwords by mail address; empty for a server that lets anybody in
	 */
	public record Settings(Map<String, String> users) {

		/**
		 * Create settings.
		 * @param users the passwords by mail address
		 */
		public Settings {
			users = Collections.unmodifiableMap(new TreeMap<>(users));
		}

		/**
		 * A server that lets anybody in.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(Map.of());
		}

		/**
		 * Return settings with a user. With one or more of them the server checks
		 * passwords.
		 * @param address the mail address, which is also the name to log in with
		 * @param password the password
		 * @return new settings
		 */
		public Settings withUser(String address, String password) {
			Map<String, String> users = new TreeMap<>(this.users);
			users.put(address, password);
			return new Settings(users);
		}

		@Override
		public String toString() {
			return "Settings[users=" + this.users.keySet() + "]";
		}

	}

	/**
	 * Where the server is.
	 *
	 * @param host the address of the loopback interface
	 * @param smtpPort the port to send mail to
	 * @param imapPort the port to read mail from
	 */
	public record Address(String host, int smtpPort, int imapPort) {

	}

}
