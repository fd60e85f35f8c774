package io.github.sharedsession.store;

import io.github.sharedsession.SharedSessionRecordException;

/**
 * How large records may be: far larger than any description of a resource.
 */
public final class RecordLimit {

	/** In bytes. */
	public static final int SIZE = 64 * 1024 * 1024;

	private RecordLimit() {
	}

	/**
	 * Check that a record is not too large to be written.
	 * @param address where it would be
	 * @param content the content
	 * @throws SharedSessionRecordException when it is too large
	 */
	public static void check(String address, byte[] content) {
		if (content.length > SIZE) {
			throw new SharedSessionRecordException(
					"The file " + address + " of the shared session would have " + content.length + " bytes.",
					"Share a small description; keep large data in files, as in the directory of the creation.", null);
		}
	}

}
