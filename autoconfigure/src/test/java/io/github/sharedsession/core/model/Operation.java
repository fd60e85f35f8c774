package io.github.sharedsession.core.model;

/**
 * What a process does to the files of one resource, or has its recipe do. Each is one
 * call of the store, of the recipe, or of the log.
 */
public enum Operation {

	/** Try to get the mutex exclusively. */
	LOCK,

	/** Give the mutex back. */
	UNLOCK,

	/** Try to get {@code members} exclusively. */
	EXCLUDE,

	/** Try to get {@code members} shared. */
	SHARE,

	/** Give {@code members} back. */
	LEAVE,

	/** Read {@code value}. */
	READ_VALUE,

	/** Write {@code value}. */
	PUBLISH,

	/** Rename {@code value} to {@code intent}. */
	VALUE_TO_INTENT,

	/** Read {@code intent}. */
	READ_INTENT,

	/** Write an {@code intent} that names no value. */
	WRITE_INTENT,

	/** Write an {@code intent} that names a value. */
	CHECKPOINT,

	/** Delete {@code intent}. */
	DELETE_INTENT,

	/** Rename {@code intent} to one of {@code remains}. */
	INTENT_TO_REMAINS,

	/** List {@code remains}. */
	LIST_REMAINS,

	/** Delete one of {@code remains}. */
	DELETE_REMAINS,

	/** Read {@code failure}. */
	READ_FAILURE,

	/** Write {@code failure}. */
	WRITE_FAILURE,

	/** Make something that will have to be torn down. */
	MAKE,

	/** Give up the creation, after something may have been made. */
	GIVE_UP,

	/** Destroy what {@code intent} names. */
	DESTROY,

	/** Destroy what one of {@code remains} names. */
	DESTROY_REMAINS,

	/** Say that something may have been left. */
	REPORT,

	/** Ask the recipe whether what {@code value} names is still there. */
	PROBE,

	/** Read when it was last used. */
	READ_USAGE,

	/** Remove the directory of the resource, in one step. */
	REMOVE_DIRECTORY,

	/** Wrong: destroy what {@code value} names while that still can be read. */
	DESTROY_VALUE,

	/** Wrong: delete {@code value}. */
	DELETE_VALUE

}
