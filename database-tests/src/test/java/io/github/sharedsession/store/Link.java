package io.github.sharedsession.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A link to a server that can be cut: from then on nothing passes, and nobody is told,
 * until it is mended and all that was held back arrives. Or it breaks, and everybody is
 * told.
 */
public final class Link implements AutoCloseable {

	private final ServerSocket entrance;

	private final List<Passage> passages = new ArrayList<>();

	private volatile int port;

	private volatile boolean cut;

	private volatile boolean answersHeld;

	private volatile int bytesPerSecond = Integer.MAX_VALUE;

	private volatile Duration delay = Duration.ZERO;

	private Link(ServerSocket entrance, int port) {
		this.entrance = entrance;
		this.port = port;
	}

	/** Make a link to a server of this machine. */
	public static Link to(int port) throws IOException {
		return to(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
	}

	/** Make a link with an entrance of its own kind, as an encrypted one. */
	public static Link to(int port, ServerSocket entrance) {
		Link link = new Link(entrance, port);
		start(link::accept);
		return link;
	}

	public int port() {
		return this.entrance.getLocalPort();
	}

	/** Let nothing pass, neither by the connections that there are nor by new ones. */
	public void cut() {
		this.cut = true;
		passages().forEach(Passage::hold);
	}

	/** Hold back what the connections that there are pass to the server. */
	public void holdRequests() {
		passages().stream().filter((passage) -> passage.toServer).forEach(Passage::hold);
	}

	/** Hold back what the server answers, also by new connections. */
	public void holdAnswers() {
		this.answersHeld = true;
		passages().stream().filter((passage) -> !passage.toServer).forEach(Passage::hold);
	}

	/** Let all pass again, first what was held back. */
	public void mend() {
		this.cut = false;
		this.answersHeld = false;
		passages().forEach(Passage::release);
	}

	/** Drop the connections that there are, with what is held back, and take new ones. */
	public void breakConnections() throws IOException {
		this.cut = false;
		this.answersHeld = false;
		closePassages();
	}

	/** Lead new connections to another server. */
	public void lead(int port) {
		this.port = port;
	}

	public void slowDown(int bytesPerSecond) {
		this.bytesPerSecond = bytesPerSecond;
	}

	/** Let all that passes be late, each way. */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	private List<Passage> passages() {
		synchronized (this.passages) {
			return List.copyOf(this.passages);
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.entrance.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port);
			start(add(new Passage(client, server, true)));
			start(add(new Passage(server, client, false)));
		}
	}

	private Passage add(Passage passage) {
		synchronized (this.passages) {
			this.passages.add(passage);
		}
		if (this.cut || (this.answersHeld && !passage.toServer)) {
			passage.hold();
		}
		return passage;
	}

	private static void start(Part part) {
		Thread thread = new Thread(() -> {
			try {
				part.run();
			}
			catch (IOException | InterruptedException ex) {
				// One of its ends was closed
			}
		}, "link");
		thread.setDaemon(true);
		thread.start();
	}

	private void closePassages() throws IOException {
		for (Passage passage : passages()) {
			passage.from.close();
			passage.to.close();
		}
		synchronized (this.passages) {
			this.passages.clear();
		}
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		closePassages();
	}

	private interface Part {

		void run() throws IOException, InterruptedException;

	}

	/** One direction of a connection. */
	private final class Passage implements Part {

		private final Socket from;

		private final Socket to;

		private final boolean toServer;

		private boolean held;

		Passage(Socket from, Socket to, boolean toServer) {
			this.from = from;
			this.to = to;
			this.toServer = toServer;
		}

		synchronized void hold() {
			this.held = true;
		}

		synchronized void release() {
			this.held = false;
			notifyAll();
		}

		private synchronized void awaitRelease() throws InterruptedException {
			while (this.held) {
				wait();
			}
		}

		@Override
		public void run() throws IOException, InterruptedException {
			InputStream input = this.from.getInputStream();
			OutputStream output = this.to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				awaitRelease();
				LockSupport
					.parkNanos(Link.this.delay.toNanos() + TimeUnit.SECONDS.toNanos(count) / Link.this.bytesPerSecond);
				output.write(buffer, 0, count);
				output.flush();
			}
			awaitRelease();
			this.to.shutdownOutput();
		}

	}

}
