package io.github.sharedsession.core.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.core.session.SessionSettings;

/**
 * Where the sessions of a world are kept. One object is in the JVM of the test; each
 * member makes another one, with the public constructor that has no parameters.
 */
public interface ChaosStore {

	/**
	 * Name the JVM options that members need.
	 * @return the options
	 */
	default List<String> options() {
		return List.of();
	}

	/**
	 * Name classes of all libraries that members need.
	 * @return a class of each
	 */
	default List<Class<?>> libraries() {
		return List.of();
	}

	/**
	 * Make what members do not make themselves.
	 * @param world the directory of the world
	 */
	default void create(Path world) {
	}

	/**
	 * Say where a member finds its session. Called in members.
	 * @param ofFiles the settings for a session in files
	 * @param world the directory of the world
	 * @return the settings
	 */
	SessionSettings settings(SessionSettings ofFiles, Path world);

	/**
	 * Say for how long a member has its locks once it does not run: those of a dead one
	 * hold up others for so long, and one that runs on after more has lost them.
	 * @return how long, or zero when locks go with the death of their owner and no sooner
	 */
	default Duration lease() {
		return Duration.ZERO;
	}

	/**
	 * Wait until the locks of all members that have ended are free.
	 * @param world the directory of the world
	 */
	default void awaitDeath(Path world) {
	}

	/**
	 * Name what is never removed from the directory of the sessions.
	 * @return the names
	 */
	default Set<String> permanentFiles() {
		return Set.of("lock", "cached");
	}

	/**
	 * Remove what is left of a world in which nobody lives any more.
	 * @param world the directory of the world
	 * @return what members should have removed
	 */
	default List<String> remove(Path world) {
		return List.of();
	}

	/**
	 * Tell whether it is on a server: then its sessions may be on several machines, and
	 * none of its operations can be left half done.
	 * @return whether it is
	 */
	default boolean isOnServer() {
		return true;
	}

	/**
	 * Sessions in files.
	 */
	final class InFiles implements ChaosStore {

		/**
		 * Create it.
		 */
		public InFiles() {
		}

		@Override
		public SessionSettings settings(SessionSettings ofFiles, Path world) {
			return ofFiles;
		}

		@Override
		public boolean isOnServer() {
			return false;
		}

	}

}
