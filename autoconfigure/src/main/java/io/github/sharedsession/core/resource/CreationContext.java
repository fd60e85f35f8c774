package io.github.sharedsession.core.resource;

import java.nio.file.Path;

/**
 * An ongoing creation.
 */
public interface CreationContext {

	/**
	 * The generation: unique over all creations.
	 * @return 12 characters of {@code [a-z0-9]}, the first a letter
	 */
	String generation();

	/**
	 * The directory of this generation, made when missing.
	 * @return an existing directory
	 */
	Path directory();

	/**
	 * A file in the directory for the output of what is created.
	 * @return the path of a file, which need not exist
	 */
	Path log();

	/**
	 * Record what the destroy callback needs to undo the creation so far.
	 * @param value a shared value
	 */
	void checkpoint(byte[] value);

}
