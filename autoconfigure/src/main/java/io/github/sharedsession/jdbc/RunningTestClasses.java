package io.github.sharedsession.jdbc;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The test class that is running in a context and those around it. A nested class may be
 * inherited, so that the class around it is told by its type and not by its name.
 */
final class RunningTestClasses {

	/** The innermost first. */
	private final Deque<Running> running = new ArrayDeque<>();

	boolean contains(Class<?> testClass) {
		return this.running.stream().anyMatch((other) -> other.testClass() == testClass);
	}

	@Nullable Running innermost() {
		return this.running.peek();
	}

	/**
	 * Enter a class.
	 * @return the class that is still running and is not around it, in which case it is
	 * not entered, or {@code null}
	 */
	@Nullable Running enter(Class<?> testClass) {
		Running other = this.running.peek();
		while (other != null && !other.isAround(testClass)) {
			if (other.thread() != Thread.currentThread()) {
				return other;
			}
			// One thread runs one class after the other: nobody told that it has ended
			this.running.pop();
			other = this.running.peek();
		}
		this.running.push(new Running(testClass, Thread.currentThread()));
		return null;
	}

	void leave(Class<?> testClass) {
		this.running.removeIf((other) -> other.testClass() == testClass);
	}

	/**
	 * A class that is running.
	 *
	 * @param testClass the class
	 * @param thread which has begun it
	 */
	record Running(Class<?> testClass, Thread thread) {

		boolean isAround(Class<?> nested) {
			Class<?> enclosing = nested.getEnclosingClass();
			return enclosing != null && !Modifier.isStatic(nested.getModifiers())
					&& enclosing.isAssignableFrom(this.testClass);
		}

	}

}
