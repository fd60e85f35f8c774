package io.github.sharedsession.core.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedLiveObjectException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.SharedValueNotSerializableException;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code failure} holds: a creation that failed, for those who would
 * otherwise try it again.
 *
 * @param type the simple name of the exception's type, one of {@link #TYPES}
 * @param description what happened
 * @param action what to do about it
 * @param trace the whole stack trace as text, for the report
 * @param creator the member where it happened
 * @param cause what the creation has thrown, or {@code null} when the description tells
 * all of it
 */
public record FailureRecord(String type, String description, String action, String trace, Member creator,
		@Nullable RecordedCause cause) {

	private static final String MAGIC = "shared-session-failure 2";

	/** The types that may be thrown again; no class named in a file is ever loaded. */
	private static final Map<String, Constructor> TYPES = Map.of("SharedBeanCreationException",
			SharedBeanCreationException::new, "SharedValueNotSerializableException",
			SharedValueNotSerializableException::new, "SharedLiveObjectException", SharedLiveObjectException::new);

	public static FailureRecord of(SharedSessionException failure, Member creator) {
		Throwable root = (failure.getCause() != null) ? failure.getCause() : failure;
		return new FailureRecord(failure.getClass().getSimpleName(), failure.getDescription(), failure.getAction(),
				trace(root), creator, RecordedCause.of(failure.getCause()));
	}

	public static String trace(Throwable problem) {
		StringWriter trace = new StringWriter();
		problem.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	/**
	 * The exception for a member other than the one where the creation failed. Its
	 * message is short, as every test that needs the bean prints it.
	 */
	public SharedSessionException replay() {
		String text = this.description + System.lineSeparator() + "It failed in " + this.creator
				+ " and is not tried again in this session. The report of the session has the whole trace.";
		return TYPES.getOrDefault(this.type, SharedBeanCreationException::new)
			.create(text, this.action, (this.cause != null) ? this.cause.toException() : null);
	}

	public byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			for (String part : new String[] { MAGIC, this.type, this.description, this.action, this.trace,
					this.creator.format() }) {
				RecordedCause.write(out, part);
			}
			RecordedCause.writeOptional(out, this.cause);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory does not fail", ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read what {@link #encode} wrote.
	 * @return the failure, or {@code null} when the content is something else: then the
	 * creation is simply tried again
	 */
	public static @Nullable FailureRecord decode(byte[] content) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
			if (!MAGIC.equals(part(in))) {
				return null;
			}
			return new FailureRecord(part(in), part(in), part(in), part(in), Member.parse(part(in)),
					RecordedCause.readOptional(in));
		}
		catch (IOException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			return null;
		}
	}

	private static String part(DataInputStream in) throws IOException {
		return RecordedCause.readText(in);
	}

	private interface Constructor {

		SharedSessionException create(String description, String action, @Nullable Throwable cause);

	}

}
