package io.github.sharedsession.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A network namespace that is joined to that of this JVM by a pair of virtual interfaces.
 */
final class NetworkNamespace implements AutoCloseable {

	/** The address of this JVM's side. */
	static final String OUTSIDE = "10.231.77.1";

	private static final String INSIDE = "10.231.77.2";

	private final String name = "ss" + ProcessHandle.current().pid();

	private final String outer = this.name + "o";

	private final String inner = this.name + "i";

	private NetworkNamespace() {
	}

	/** Make one, or end the test where that is not possible. */
	static NetworkNamespace open() throws InterruptedException {
		NetworkNamespace namespace = new NetworkNamespace();
		boolean made = ip("netns", "add", namespace.name)
				&& ip("link", "add", namespace.outer, "type", "veth", "peer", "name", namespace.inner)
				&& ip("link", "set", namespace.inner, "netns", namespace.name)
				&& ip("addr", "add", OUTSIDE + "/30", "dev", namespace.outer)
				&& ip("link", "set", namespace.outer, "up")
				&& namespace.inside("ip", "addr", "add", INSIDE + "/30", "dev", namespace.inner)
				&& namespace.inside("ip", "link", "set", namespace.inner, "up");
		if (!made) {
			namespace.close();
		}
		assumeTrue(made, "Network namespaces can be made");
		return namespace;
	}

	/** What runs the command that follows in it. */
	List<String> prefix() {
		return List.of("ip", "netns", "exec", this.name);
	}

	/** All packets are lost, and nobody is told. */
	void sever() throws InterruptedException {
		change("down");
	}

	void join() throws InterruptedException {
		change("up");
	}

	/** Of the inner side: to the outer one a lost carrier may be told at once. */
	private void change(String state) throws InterruptedException {
		if (!inside("ip", "link", "set", this.inner, state)) {
			throw new IllegalStateException("The interface can't be set " + state);
		}
	}

	private boolean inside(String... command) throws InterruptedException {
		List<String> all = new ArrayList<>(prefix());
		all.addAll(List.of(command));
		return run(all);
	}

	private static boolean ip(String... words) throws InterruptedException {
		List<String> command = new ArrayList<>(List.of("ip"));
		command.addAll(List.of(words));
		return run(command);
	}

	private static boolean run(List<String> command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		try {
			// The other one of the pair goes with it
			ip("link", "del", this.outer);
			ip("netns", "del", this.name);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
