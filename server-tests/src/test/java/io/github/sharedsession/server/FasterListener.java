package io.github.sharedsession.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import org.jspecify.annotations.Nullable;

/**
 * Takes the first port that a server has chosen before the server does, and hangs up on
 * whoever calls.
 */
final class FasterListener implements AutoCloseable {

	private @Nullable ServerSocket socket;

	void listenOnce(int port) {
		if (this.socket != null) {
			return;
		}
		try {
			ServerSocket socket = new ServerSocket(port, 50, Loopback.address());
			this.socket = socket;
			Thread thread = new Thread(() -> hangUp(socket), "faster-listener");
			thread.setDaemon(true);
			thread.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void hangUp(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				socket.accept().close();
			}
			catch (IOException ex) {
				// Closed, or the caller was faster
			}
		}
	}

	int port() {
		return (this.socket != null) ? this.socket.getLocalPort() : -1;
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
	}

}
