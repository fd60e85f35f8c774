package io.github.sharedsession;

import java.nio.file.Path;

/**
 * The test session that this JVM takes part in, and what tests need when they run beside
 * those of other JVMs. Every test context injects it into tests, beans and configuration
 * classes. Nothing is touched before it is asked for something.
 * <p>
 * Whatever a JVM holds is free again when the JVM ends, however it ends. All methods may
 * be called by any thread. They throw a {@link SharedSessionException} when the session's
 * directory can't be used, and a {@link SharedSessionEndedException} when this JVM's
 * tests have ended.
 */
public interface TestSession {

	/**
	 * Return the name of the session, the same in all its JVMs and no other session's on
	 * this machine.
	 * @return the name, of letters, digits and hyphens
	 */
	String id();

	/**
	 * Return a name for this JVM, unlike that of any other JVM that lives. It can be part
	 * of the name of a schema, a bucket or a topic.
	 * @return 1 to 12 lower-case letters and digits
	 */
	String forkId();

	/**
	 * Return the number that the build tool gave to this fork. With Surefire and Failsafe
	 * a number up to {@code forkCount} that a later fork may be given again, with Gradle
	 * one that grows with each worker.
	 * @return the number, from 1; always 1 in an IDE or without forks
	 */
	int forkNumber();

	/**
	 * Return whether other test JVMs of the same build run beside this one. Found out
	 * when it is first asked for, and the same from then on.
	 * @return {@code true} for a fork with a number above 1, and for one that sees
	 * another test JVM of its build or session
	 */
	boolean isParallel();

	/**
	 * Return a directory that all JVMs of the session share.
	 * @return an existing directory, deleted when the session ends
	 */
	Path directory();

	/**
	 * Return a directory of this JVM alone.
	 * @return an existing directory, deleted when the session ends
	 */
	Path forkDirectory();

	/**
	 * Reserve a port that nobody on this machine uses, and that no other JVM of this user
	 * is given before this one ends. It lies below those that operating systems choose
	 * from for outgoing connections.
	 * @return the port
	 * @throws SharedSessionPortException when there is none left
	 */
	int reservePort();

	/**
	 * Take a lock that one thread of all JVMs of the session has at a time. The thread
	 * may take it again, and gives it back as often.
	 * @param name the name of the lock, of any characters
	 * @return the lock, to be closed by the same thread
	 * @throws SharedSessionLockTimeoutException when it was not free within
	 * {@code shared-session.wait-timeout}
	 * @throws IllegalStateException when this thread has only a
	 * {@linkplain #readLock(String) read lock} of that name, which it would wait for
	 * itself
	 */
	SessionLock lock(String name);

	/**
	 * Take a lock that any number of threads and JVMs have at a time, but none while
	 * another one has the {@linkplain #lock(String) lock} of the same name.
	 * @param name the name of the lock, of any characters
	 * @return the lock, to be closed by the same thread
	 * @throws SharedSessionLockTimeoutException when it was not free within
	 * {@code shared-session.wait-timeout}
	 */
	SessionLock readLock(String name);

	/**
	 * Return a list that all JVMs of the session add to. What was added by a JVM that is
	 * killed is kept, but for an item that it was writing. In the destroy callback of a
	 * shared bean that an earlier build has left, it is the list of that build.
	 * @param name the name of the list, of any characters
	 * @param type the type of its items, data that survives JSON
	 * @param <T> the type of its items
	 * @return the list
	 */
	<T> SharedList<T> list(String name, Class<T> type);

}
