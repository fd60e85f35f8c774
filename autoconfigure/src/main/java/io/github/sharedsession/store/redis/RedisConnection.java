package io.github.sharedsession.store.redis;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Speaks with a Redis: one command, one answer. Of a connection whose command has failed
 * with anything but an {@linkplain RedisErrorException error of the server}, nothing is
 * known any more.
 * <p>
 * Nothing is read ahead, and a closed socket is not opened again: so several class
 * loaders, which have other classes of Jedis, can share a socket by turns.
 */
final class RedisConnection implements Closeable {

	/** What a slow link passes in a millisecond. */
	private static final int SLOW_BYTES = 16;

	private final Socket socket;

	private final Connection connection;

	RedisConnection(Socket socket) {
		this.socket = socket;
		this.connection = new Connection(() -> socket);
	}

	Socket socket() {
		return this.socket;
	}

	/**
	 * Execute a command.
	 * @param words texts, numbers and bytes
	 * @return a number, {@code byte[]} or list, or {@code null}
	 * @throws RedisErrorException when the server answers with an error
	 */
	@Nullable Object call(Object... words) throws IOException {
		CommandArguments command = new CommandArguments(() -> bytes(words[0]));
		int length = 0;
		for (int i = 1; i < words.length; i++) {
			byte[] bytes = bytes(words[i]);
			command.add(bytes);
			length += bytes.length;
		}
		int timeout = this.socket.getSoTimeout();
		try {
			this.socket.setSoTimeout(timeout + length / SLOW_BYTES);
			return this.connection.executeCommand(command);
		}
		catch (JedisDataException ex) {
			throw new RedisErrorException(String.valueOf(ex.getMessage()));
		}
		catch (JedisConnectionException ex) {
			throw failure(ex);
		}
		finally {
			if (!this.socket.isClosed()) {
				this.socket.setSoTimeout(timeout);
			}
		}
	}

	private static byte[] bytes(Object word) {
		return (word instanceof byte[] content) ? content : word.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static IOException failure(JedisConnectionException ex) {
		if (ex.getCause() instanceof IOException cause) {
			return cause;
		}
		String message = String.valueOf(ex.getMessage());
		IOException failure = message.startsWith("Unexpected end")
				? new EOFException("The server has ended the connection")
				: new ProtocolException("It does not answer as a Redis does");
		failure.initCause(ex);
		return failure;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// Then it is closed already
		}
	}

}
