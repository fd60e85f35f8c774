package io.github.sharedsession.toolkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionPortException;
import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLock;

/**
 * Ports that JVMs reserve: each is a lock, over all sessions of a user, that the end of
 * the JVM frees. They lie above those of well-known servers, and below those from which
 * operating systems choose, as else a connection of anybody could take one before it is
 * used.
 */
final class Ports {

	private static final String FILE = "ports";

	private static final int FIRST = 10_000;

	/** Linux gives out those from 32,768 by itself, other systems those from 49,152. */
	private static final int COUNT = 32_768 - FIRST;

	/** With {@link #COUNT} it has no divisor in common, so that all ports are met. */
	private static final int STEP = 4_999;

	private Ports() {
	}

	static int reserve(Membership member) {
		ReentrantLock guard = JvmRegistry.guard("ports:" + member.store().path(FILE));
		guard.lock();
		try {
			int start = ThreadLocalRandom.current().nextInt(COUNT);
			for (int i = 0; i < COUNT; i++) {
				int port = FIRST + (start + i * STEP) % COUNT;
				if (tryReserve(member.store().lock(FILE, port), port)) {
					return port;
				}
			}
		}
		finally {
			guard.unlock();
		}
		throw new SharedSessionPortException(
				"No port is left that could be reserved for " + member.member() + ": all from " + FIRST + " to "
						+ (FIRST + COUNT - 1) + " are in use or reserved.",
				"Look for what holds so many ports, for example with 'ss -ltn'. Reserved ports are free again when "
						+ "the JVM that has reserved them ends.",
				null);
	}

	private static boolean tryReserve(StoreLock lock, int port) {
		if (lock.isHeld() || !lock.tryExclusive()) {
			return false;
		}
		boolean unused = isUnused(port);
		if (!unused) {
			lock.release();
		}
		return unused;
	}

	/** Never listens, so that nobody can connect to what is only tried. */
	private static boolean isUnused(int port) {
		try (SocketChannel channel = SocketChannel.open()) {
			channel.bind(new InetSocketAddress(port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
