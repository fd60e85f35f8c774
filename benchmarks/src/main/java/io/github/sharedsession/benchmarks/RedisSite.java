package io.github.sharedsession.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.embedded.core.ExecutableProvider;

/**
 * A Redis on this machine that keeps nothing on disk.
 */
final class RedisSite implements StoreSite {

	private static final String READY = "Ready to accept connections";

	private final int port;

	private final Process process;

	private RedisSite(int port, Process process) {
		this.port = port;
		this.process = process;
	}

	static RedisSite start(Path directory) throws IOException {
		Files.createDirectories(directory);
		Path program = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Process process = new ProcessBuilder(program.toString(), "--port", String.valueOf(port), "--bind", "127.0.0.1",
				"--save", "", "--dir", directory.toString())
			.redirectErrorStream(true)
			.start();
		// It says little more, and nobody has to read it
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.contains(READY)) {
				return new RedisSite(port, process);
			}
		}
		throw new IOException("Redis does not start");
	}

	@Override
	public String name() {
		return "redis";
	}

	@Override
	public String url(int client) {
		return "redis://127.0.0.1:" + this.port + "?client=" + client;
	}

	@Override
	public ProcessHandle process() {
		return this.process.toHandle();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
