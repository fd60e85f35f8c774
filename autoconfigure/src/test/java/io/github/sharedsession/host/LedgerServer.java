package io.github.sharedsession.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;

/**
 * A server that writes down what happens to it, and can be told to fail.
 */
public class LedgerServer implements HostedServer<LedgerServer.Settings, LedgerServer.Address> {

	private @Nullable Settings settings;

	private @Nullable Address address;

	@Override
	public Address start(Settings settings, Creation<Address> creation) throws Exception {
		Address address = new Address(creation.id(), ProcessHandle.current().pid());
		settings.append("starting", address);
		if (settings.does("checkpoint")) {
			creation.checkpoint(address);
			settings.append("checkpointed", address);
		}
		if (settings.does("block-start")) {
			settings.awaitPermission("start");
		}
		if (settings.does("throw")) {
			Files.writeString(creation.log(), "no such port\n");
			throw new IllegalStateException("no luck");
		}
		if (settings.does("exit")) {
			System.out.println("bye bye");
			Runtime.getRuntime().halt(7);
		}
		if (settings.does("memory")) {
			List<byte[]> memory = new ArrayList<>();
			while (memory.size() < Integer.MAX_VALUE) {
				memory.add(new byte[16 * 1024 * 1024]);
			}
		}
		settings.append("started", address);
		this.settings = settings;
		this.address = address;
		return address;
	}

	@Override
	public void close() throws Exception {
		Settings settings = this.settings;
		Address address = this.address;
		if (settings == null || address == null) {
			throw new IllegalStateException("Not started");
		}
		settings.append("closing", address);
		if (settings.does("block-close")) {
			settings.awaitPermission("close");
		}
		new Closing().close(settings, address);
	}

	@Override
	public void recover(Settings settings, @Nullable Address value) throws Exception {
		settings.append("recovered", (value != null) ? value : new Address("-", 0));
	}

	/** Not loaded before the server is closed, unless somebody takes care. */
	static final class Closing {

		void close(Settings settings, Address address) throws IOException {
			settings.append("closed", address);
		}

	}

	/**
	 * Where the server is.
	 *
	 * @param generation which one it is
	 * @param pid the process it lives in
	 */
	public record Address(String generation, long pid) {
	}

	/**
	 * What the server does.
	 *
	 * @param name its name in the ledger
	 * @param ledger the ledger
	 * @param behaviour how it behaves
	 */
	public record Settings(String name, Path ledger, Set<String> behaviour) {

		boolean does(String what) {
			return this.behaviour.contains(what);
		}

		void append(String verb, Address address) throws IOException {
			Files.writeString(this.ledger,
					verb + " " + this.name + " " + address.generation() + " " + ProcessHandle.current().pid() + "\n",
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}

		void awaitPermission(String name) throws InterruptedException {
			while (!Files.exists(this.ledger.resolveSibling("permission-" + name))) {
				Thread.sleep(2);
			}
		}

	}

}
