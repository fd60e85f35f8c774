package io.github.sharedsession.host;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import io.github.sharedsession.SharedSessionRecordException;
import org.jspecify.annotations.Nullable;

/**
 * What a fork asks a host to start.
 *
 * @param className the class of the server
 * @param settings its settings as JSON
 * @param beanName the name of the bean, for messages
 * @param method the declaring class and method, for messages
 */
public record ServerDefinition(String className, byte[] settings, String beanName, String method) {

	private static final String FORMAT = "1";

	/**
	 * Write the definition.
	 * @return the form that {@link #decode} reads
	 */
	public byte[] encode() {
		Properties properties = new Properties();
		properties.setProperty("format", FORMAT);
		properties.setProperty("class", this.className);
		properties.setProperty("settings", new String(this.settings, StandardCharsets.UTF_8));
		properties.setProperty("bean", this.beanName);
		properties.setProperty("method", this.method);
		StringWriter writer = new StringWriter();
		try {
			properties.store(writer, null);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory does not fail", ex);
		}
		return writer.toString().getBytes(StandardCharsets.UTF_8);
	}

	static ServerDefinition decode(byte[] content) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
		}
		catch (IOException | IllegalArgumentException ex) {
			throw invalid(ex);
		}
		String className = properties.getProperty("class");
		String settings = properties.getProperty("settings");
		if (className == null || settings == null || !FORMAT.equals(properties.getProperty("format"))) {
			throw invalid(null);
		}
		return new ServerDefinition(className, settings.getBytes(StandardCharsets.UTF_8),
				properties.getProperty("bean", "?"), properties.getProperty("method", "?"));
	}

	private static SharedSessionRecordException invalid(@Nullable Exception cause) {
		return new SharedSessionRecordException(
				"The file 'server' of a hosted resource of the shared session is corrupt, or was written by another "
						+ "version of this library.",
				"When no build is running, look for what it recorded (a server) and end that by hand; then delete the "
						+ "session directory.",
				cause);
	}

}
