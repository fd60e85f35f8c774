package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL on this machine, with the settings that it has by default but for the
 * number of connections.
 */
final class PostgresSite implements StoreSite {

	static final String USER = "postgres";

	private final EmbeddedPostgres server;

	private final ProcessHandle process;

	private PostgresSite(EmbeddedPostgres server, ProcessHandle process) {
		this.server = server;
		this.process = process;
	}

	static PostgresSite start(Path data) throws IOException {
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setServerConfig("max_connections", "400")
			.start();
		List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
		return new PostgresSite(server, ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow());
	}

	@Override
	public String name() {
		return "jdbc";
	}

	@Override
	public String url(int client) {
		return "jdbc:postgresql://localhost:" + this.server.getPort() + "/postgres?ApplicationName=client-" + client;
	}

	@Override
	public ProcessHandle process() {
		return this.process;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
