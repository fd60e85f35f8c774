package io.github.sharedsession.core.record;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An exception of a creation, for those who get to know of it elsewhere or later: what it
 * says, and where it was thrown, without the frames of those who called the creation. No
 * class is loaded for it.
 *
 * @param text what the exception says of itself, its type included
 * @param message its message
 * @param frames where it was thrown
 * @param cause its cause
 */
public record RecordedCause(String text, @Nullable String message, List<StackTraceElement> frames,
		@Nullable RecordedCause cause) {

	private static final int MAX_CAUSES = 20;

	private static final int MAX_FRAMES = 200;

	/** What runs a creation, from here on to the thread. */
	private static final String CREATION = "io.github.sharedsession.core.acquire.Acquisition";

	/** What runs tests, if a creation has called itself on another thread. */
	private static final List<String> RUNNERS = List.of("org.junit.", "org.testng.", "org.apache.maven.surefire.",
			"org.gradle.", "com.intellij.rt.", "org.springframework.test.");

	/** What is between the creation and the code of the user. */
	private static final List<String> CALLERS = List.of("java.lang.reflect.", "jdk.internal.reflect.",
			"io.github.sharedsession.SharedBean.", "io.github.sharedsession.FluentSharedBean",
			"io.github.sharedsession.bean.CoordinatedRecipe", "io.github.sharedsession.bean.ForkHeldServers",
			"io.github.sharedsession.bean.ForkResource.", "io.github.sharedsession.bean.LocalResource.",
			"io.github.sharedsession.bean.MicrometerObserver", "io.github.sharedsession.bean.ResourceObserver",
			"io.github.sharedsession.bean.SharedBeanInstanceSupplier", "io.github.sharedsession.bean.SharedBeanInvoker",
			"io.github.sharedsession.host.HostedServerRecipe",
			"org.springframework.beans.factory.support.SimpleInstantiationStrategy");

	private static final String LOCAL_CREATION = "io.github.sharedsession.bean.LocalResource";

	/**
	 * Record an exception.
	 * @param ex the exception
	 * @return the record, or {@code null} when there is none
	 */
	public static @Nullable RecordedCause of(@Nullable Throwable ex) {
		return of(ex, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static @Nullable RecordedCause of(@Nullable Throwable ex, Set<Throwable> recorded) {
		if (ex == null || recorded.size() == MAX_CAUSES || !recorded.add(ex)) {
			return null;
		}
		return new RecordedCause(ex.toString(), ex.getMessage(), frames(ex.getStackTrace()),
				of(ex.getCause(), recorded));
	}

	private static List<StackTraceElement> frames(StackTraceElement[] trace) {
		int end = 0;
		while (end < Math.min(trace.length, MAX_FRAMES) && !isOfCaller(trace[end].getClassName())) {
			end++;
		}
		while (end > 1 && isBetween(trace[end - 1])) {
			end--;
		}
		List<StackTraceElement> frames = new ArrayList<>();
		for (StackTraceElement frame : List.of(trace).subList(0, end)) {
			// Names of modules and class loaders are of no use elsewhere
			frames.add(new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
					frame.getLineNumber()));
		}
		return List.copyOf(frames);
	}

	private static boolean isOfCaller(String className) {
		return className.equals(CREATION) || className.equals(LOCAL_CREATION)
				|| RUNNERS.stream().anyMatch(className::startsWith);
	}

	private static boolean isBetween(StackTraceElement frame) {
		String place = frame.getClassName() + ".";
		return CALLERS.stream().anyMatch(place::startsWith);
	}

	/**
	 * Make an exception that looks like the one that was recorded.
	 * @return a new exception
	 */
	public Exception toException() {
		return new RecordedException(this);
	}

	void write(DataOutputStream out) throws IOException {
		write(out, this.text);
		write(out, (this.message != null) ? "=" + this.message : "");
		out.writeInt(this.frames.size());
		for (StackTraceElement frame : this.frames) {
			write(out, frame.getClassName());
			write(out, frame.getMethodName());
			write(out, (frame.getFileName() != null) ? frame.getFileName() : "");
			out.writeInt(frame.getLineNumber());
		}
		writeOptional(out, this.cause);
	}

	static void writeOptional(DataOutputStream out, @Nullable RecordedCause cause) throws IOException {
		out.writeBoolean(cause != null);
		if (cause != null) {
			cause.write(out);
		}
	}

	static void write(DataOutputStream out, String text) throws IOException {
		byte[] content = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(content.length);
		out.write(content);
	}

	static @Nullable RecordedCause readOptional(DataInputStream in) throws IOException {
		return readOptional(in, 0);
	}

	private static @Nullable RecordedCause readOptional(DataInputStream in, int depth) throws IOException {
		if (!in.readBoolean()) {
			return null;
		}
		if (depth == MAX_CAUSES) {
			throw new IOException("Too many causes");
		}
		String text = readText(in);
		String message = readText(in);
		int count = in.readInt();
		List<StackTraceElement> frames = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String className = readText(in);
			String method = readText(in);
			String file = readText(in);
			frames.add(new StackTraceElement(className, method, file.isEmpty() ? null : file, in.readInt()));
		}
		return new RecordedCause(text, message.isEmpty() ? null : message.substring(1), List.copyOf(frames),
				readOptional(in, depth + 1));
	}

	static String readText(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > in.available()) {
			throw new IOException("Truncated");
		}
		return new String(in.readNBytes(length), StandardCharsets.UTF_8);
	}

	/** Says of itself what the original has said, its type included. */
	@SuppressWarnings("OverrideThrowableToString")
	private static final class RecordedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final String text;

		RecordedException(RecordedCause recorded) {
			super(recorded.message(), (recorded.cause() != null) ? recorded.cause().toException() : null);
			this.text = recorded.text();
			setStackTrace(recorded.frames().toArray(StackTraceElement[]::new));
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
