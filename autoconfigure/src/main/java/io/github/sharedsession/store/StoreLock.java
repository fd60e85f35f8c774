package io.github.sharedsession.store;

/**
 * A lock over all JVMs of a store, held exclusively by one of them or shared by many. A
 * JVM holds it once, whichever of its threads or class loaders asked; they agree among
 * themselves with a {@link JvmRegistry#guard guard}, which a caller must hold. The death
 * of the JVM frees it.
 */
public interface StoreLock {

	/**
	 * Take the lock exclusively, if that is possible at once. A shared lock of this JVM
	 * must have been released before.
	 * @return whether this JVM now holds it exclusively
	 */
	boolean tryExclusive();

	/**
	 * Take the lock shared, if that is possible at once. An exclusive lock of this JVM
	 * must have been released before.
	 * @return whether this JVM now holds it shared
	 */
	boolean tryShared();

	/**
	 * Return whether this JVM holds the lock, exclusively or shared, and nobody has
	 * removed or replaced what is locked: then others may hold it too.
	 * @return whether it is held
	 */
	boolean isHeld();

	/**
	 * Return whether what is locked exists. The first try makes it, and somebody who must
	 * not may remove it; where nobody can, it always exists.
	 * @return whether it exists
	 */
	boolean exists();

	/**
	 * Give the lock back, if it is held. What it needs to be taken again quickly is kept.
	 */
	void release();

	/**
	 * Give the lock back, if it is held, and all that belongs to it.
	 */
	void close();

}
