package io.github.sharedsession.server;

import java.nio.file.Path;

/**
 * Starts a server and waits to be killed. Prints the server's directory when it is known,
 * and "ready" when the server is.
 */
final class StarterMain {

	private StarterMain() {
	}

	public static void main(String[] args) throws Exception {
		Path parent = Path.of(args[1]);
		switch (args[0]) {
			case "postgres" -> new PostgresServer().start(PostgresServer.Settings.defaults(),
					new TestCreation<>(parent, (address) -> print("checkpoint " + address.dataDirectory())));
			case "redis" -> new RedisServer().start(RedisServer.Settings.defaults(),
					new TestCreation<>(parent, (address) -> print("checkpoint " + address.directory())));
			default -> throw new IllegalArgumentException(args[0]);
		}
		print("ready");
		Thread.currentThread().join();
	}

	private static void print(String line) {
		System.out.println(line);
		System.out.flush();
	}

}
