package io.github.sharedsession;

import java.nio.file.Path;

/**
 * An ongoing creation of a shared resource. Valid until the creation callback returns;
 * used by the thread that runs it.
 *
 * @param <V> the shared value
 */
public interface Creation<V> {

	/**
	 * A name to build with, as of a schema, a topic or a bucket: 12 characters of
	 * {@code [a-z0-9]}, the first a letter, unique over all creations.
	 * @return the unique name
	 */
	String id();

	/**
	 * A directory of this resource, readable by its owner only. It lives as long as the
	 * resource and is deleted after {@link SharedBean#destroy}.
	 * @return an existing directory
	 */
	Path directory();

	/**
	 * Record, before the slow part, enough to undo what has been made so far. When the
	 * creation fails or its process is killed, {@link SharedBean#destroy} is called with
	 * the newest checkpoint before anybody tries again. When this method returns, the
	 * checkpoint is recorded.
	 * @param value a value that the recipe's destroy callback understands
	 */
	void checkpoint(V value);

	/**
	 * A file in {@link #directory()} for the output of what is created. Its last lines
	 * become part of the error when the creation fails.
	 * @return the path of a file, which need not exist
	 */
	Path log();

}
