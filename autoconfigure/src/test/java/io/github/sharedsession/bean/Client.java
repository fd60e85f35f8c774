package io.github.sharedsession.bean;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A live object on top of a value.
 */
final class Client implements AutoCloseable {

	private final Index index;

	private final AtomicInteger closed = new AtomicInteger();

	Client(Index index) {
		this.index = index;
	}

	Index index() {
		return this.index;
	}

	int timesClosed() {
		return this.closed.get();
	}

	@Override
	public void close() {
		this.closed.incrementAndGet();
	}

}
