package io.github.sharedsession.store.redis;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Speaks with a Redis: one command, one answer. Of a connection whose command has failed
 * with anything but an {@linkplain RedisErrorException error of the server}, nothing is
 * known any more.
 * <p>
 * No library: those that there are send commands again when they like, are interrupted,
 * and take a fresh JVM longer to load than it needs for all its commands.
 *
 * @param socket to the server
 * @param input that of the socket, which may have read ahead
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the
 * protocol, RESP2</a>
 */
record RespConnection(Socket socket, InputStream input) implements Closeable {

	private static final int LINE_LIMIT = 64 * 1024;

	/** What a slow link passes in a millisecond. */
	private static final int SLOW_BYTES = 16;

	/**
	 * Execute a command.
	 * @param words texts and bytes
	 * @return a text, number, {@code byte[]} or list, or {@code null}
	 * @throws RedisErrorException when the server answers with an error
	 */
	@Nullable Object call(Object... words) throws IOException {
		int timeout = this.socket.getSoTimeout();
		try {
			int length = write(words);
			this.socket.setSoTimeout(timeout + length / SLOW_BYTES);
			return read();
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("It does not answer as a Redis does");
		}
		finally {
			this.socket.setSoTimeout(timeout);
		}
	}

	private int write(Object... words) throws IOException {
		OutputStream output = new BufferedOutputStream(this.socket.getOutputStream());
		int length = 0;
		writeLine(output, "*" + words.length);
		for (Object word : words) {
			byte[] bytes = (word instanceof byte[] content) ? content
					: word.toString().getBytes(StandardCharsets.UTF_8);
			writeLine(output, "$" + bytes.length);
			output.write(bytes);
			writeLine(output, "");
			length += bytes.length;
		}
		output.flush();
		return length;
	}

	private static void writeLine(OutputStream output, String line) throws IOException {
		output.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	private @Nullable Object read() throws IOException {
		int type = this.input.read();
		return switch (type) {
			case '+' -> readLine();
			case '-' -> throw new RedisErrorException(readLine());
			case ':' -> Long.parseLong(readLine());
			case '$' -> readBytes(Integer.parseInt(readLine()));
			case '*' -> readList(Integer.parseInt(readLine()));
			case -1 -> throw new EOFException("The server has ended the connection");
			default -> throw new ProtocolException("It does not answer as a Redis does");
		};
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.input.read(); next != '\r'; next = this.input.read()) {
			if (next < 0 || line.size() == LINE_LIMIT) {
				throw new EOFException("The answer of the server has no end");
			}
			line.write(next);
		}
		this.input.read();
		return line.toString(StandardCharsets.UTF_8);
	}

	private byte @Nullable [] readBytes(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length || !readLine().isEmpty()) {
			throw new EOFException("The answer of the server has no end");
		}
		return bytes;
	}

	private @Nullable List<@Nullable Object> readList(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < length; i++) {
			list.add(read());
		}
		return list;
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
