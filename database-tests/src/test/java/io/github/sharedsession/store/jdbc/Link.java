package io.github.sharedsession.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A link to a server that can be cut: from then on nothing passes, and nobody is told.
 */
final class Link implements AutoCloseable {

	private final ServerSocket entrance;

	private final int port;

	private final List<Socket> sockets = new ArrayList<>();

	private volatile boolean cut;

	private Link(ServerSocket entrance, int port) {
		this.entrance = entrance;
		this.port = port;
	}

	static Link to(int port) throws IOException {
		Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
		start(link::accept);
		return link;
	}

	int port() {
		return this.entrance.getLocalPort();
	}

	void cut() {
		this.cut = true;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.entrance.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port);
			synchronized (this.sockets) {
				this.sockets.add(client);
				this.sockets.add(server);
			}
			start(() -> pass(client.getInputStream(), server.getOutputStream()));
			start(() -> pass(server.getInputStream(), client.getOutputStream()));
		}
	}

	private void pass(InputStream input, OutputStream output) throws IOException {
		byte[] buffer = new byte[8192];
		for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
			if (!this.cut) {
				output.write(buffer, 0, count);
				output.flush();
			}
		}
	}

	private static void start(Part part) {
		Thread thread = new Thread(() -> {
			try {
				part.run();
			}
			catch (IOException ex) {
				// One of its ends was closed
			}
		}, "link");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		synchronized (this.sockets) {
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
	}

	private interface Part {

		void run() throws IOException;

	}

}
