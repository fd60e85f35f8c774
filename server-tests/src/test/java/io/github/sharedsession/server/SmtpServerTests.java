package io.github.sharedsession.server;

import java.nio.file.Path;
import java.util.Properties;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmtpServer}.
 */
class SmtpServerTests {

	private final Path directory;

	SmtpServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void deliversMailForAnybody() throws Exception {
		SmtpServer server = new SmtpServer();
		SmtpServer.Address address = server.start(SmtpServer.Settings.defaults(), new TestCreation<>(this.directory));
		try {
			send(address, "ann@example.com");
			assertThat(subject(address, "ann@example.com", "anything")).isEqualTo("Your order");
			Listeners.assertLoopbackOnly(address.smtpPort());
			Listeners.assertLoopbackOnly(address.imapPort());
		}
		finally {
			server.close();
		}
		Listeners.assertNone(address.smtpPort());
		Listeners.assertNone(address.imapPort());
	}

	@Test
	void checksPasswordsOfUsers() throws Exception {
		SmtpServer.Settings settings = SmtpServer.Settings.defaults().withUser("ann@example.com", "secret");
		assertThat(settings.toString()).doesNotContain("secret");
		SmtpServer server = new SmtpServer();
		SmtpServer.Address address = server.start(settings, new TestCreation<>(this.directory));
		try {
			send(address, "ann@example.com");
			assertThat(subject(address, "ann@example.com", "secret")).isEqualTo("Your order");
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> subject(address, "ann@example.com", "guess"));
		}
		finally {
			server.close();
		}
	}

	private static void send(SmtpServer.Address address, String recipient) throws MessagingException {
		Properties properties = new Properties();
		properties.setProperty("mail.smtp.host", address.host());
		properties.setProperty("mail.smtp.port", Integer.toString(address.smtpPort()));
		MimeMessage message = new MimeMessage(Session.getInstance(properties));
		message.setFrom(new InternetAddress("shop@example.com"));
		message.setRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
		message.setSubject("Your order");
		message.setText("is on its way");
		Transport.send(message);
	}

	private static String subject(SmtpServer.Address address, String user, String password) throws MessagingException {
		try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
			store.connect(address.host(), address.imapPort(), user, password);
			try (Folder inbox = store.getFolder("INBOX")) {
				inbox.open(Folder.READ_ONLY);
				return inbox.getMessage(1).getSubject();
			}
		}
	}

}
