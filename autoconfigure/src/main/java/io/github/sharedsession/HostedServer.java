package io.github.sharedsession;

import org.jspecify.annotations.Nullable;

/**
 * A server that runs in the session host, a JVM of its own, so that no fork's exit or
 * crash takes it down. An implementation is a public class with a public no-argument
 * constructor; what it needs to know comes as settings, which are data, belong to the
 * identity of the resource, and are handed to the host as JSON.
 * <p>
 * The session host makes one instance for each start, and calls its methods one after the
 * other.
 *
 * @param <S> the settings
 * @param <V> the shared value: data that says how to reach the server, handed to every
 * JVM of the session
 */
public interface HostedServer<S, V> {

	/**
	 * Start the server. Returns when it is ready to serve.
	 * @param settings what to start
	 * @param creation the ongoing creation, with a directory that lives as long as the
	 * server and a log whose last lines become part of the error when the start fails
	 * @return the shared value, never {@code null}
	 * @throws Exception when the server can't be started; recorded, and given to every
	 * JVM of the session that asks for the bean
	 */
	V start(S settings, Creation<V> creation) throws Exception;

	/**
	 * Stop the server. Called once after a start that succeeded, when the session has
	 * ended. After 30 seconds it is not waited for any longer.
	 * @throws Exception reported
	 */
	void close() throws Exception;

	/**
	 * Clean up after a server that was not closed: its host died, its {@link #start}
	 * threw, or its {@link #close} did. Called on an instance of its own that has not
	 * been started, mostly in another JVM, before a new server is started. Should succeed
	 * when nothing is left. By default does nothing, which is right for a server that
	 * lives in the host's JVM and died with it.
	 * @param settings what was started
	 * @param value the shared value or the newest checkpoint of the start, or
	 * {@code null} when there is none
	 * @throws Exception reported; the record is kept and the call repeated later
	 */
	default void recover(S settings, @Nullable V value) throws Exception {
	}

}
