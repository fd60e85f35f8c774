package io.github.sharedsession.integration;

/**
 * How a fork ends itself while its tests run.
 */
enum ForkEnd {

	/** A test calls {@code System.exit}. */
	EXIT("exit", true),

	/** A test calls {@code Runtime.halt}. */
	HALT("halt", false),

	/** A test uses up the heap, and the JVM survives that. */
	OUT_OF_MEMORY("run-out-of-memory", true),

	/** A test uses up the heap, and the JVM ends at once. */
	OUT_OF_MEMORY_AT_ONCE("run-out-of-memory", false);

	private final String order;

	private final boolean orderly;

	ForkEnd(String order, boolean orderly) {
		this.order = order;
		this.orderly = orderly;
	}

	String order() {
		return this.order;
	}

	/** Whether shutdown hooks run. */
	boolean isOrderly() {
		return this.orderly;
	}

}
