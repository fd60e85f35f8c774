package io.github.sharedsession.bean;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Watches what a context does with shared resources.
 */
interface ResourceObserver {

	/** The creation of a resource, in the context that creates it. */
	String CREATE = "shared.session.create";

	/** From when a resource is asked for until it is there, or is created. */
	String WAIT = "shared.session.wait";

	/** Reading and checking what somebody else has created. */
	String REUSE = "shared.session.reuse";

	/** The tear-down of a resource. */
	String TEARDOWN = "shared.session.teardown";

	/** Watches nothing. */
	ResourceObserver NONE = new ResourceObserver() {

		@Override
		public Step start(String name, SharedBeanMethod method) {
			return Step.NONE;
		}

	};

	/**
	 * Something begins.
	 * @param name what
	 * @param method declares the bean
	 * @return to be ended
	 */
	Step start(String name, SharedBeanMethod method);

	/**
	 * Watch a call.
	 * @param name what
	 * @param method declares the bean
	 * @param action the call
	 * @return what the call returns
	 * @throws Exception what the call throws
	 */
	default <T extends @Nullable Object> T call(String name, SharedBeanMethod method, Callable<T> action)
			throws Exception {
		Step step = start(name, method);
		Throwable failure = null;
		try {
			return action.call();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			step.end(failure);
		}
	}

	/** Something that has begun. */
	interface Step {

		/** Nothing. */
		Step NONE = (failure) -> {
		};

		/**
		 * It has ended; to end it again does nothing.
		 * @param failure why it failed, or {@code null} when it did not
		 */
		void end(@Nullable Throwable failure);

	}

}
