package io.github.sharedsession.store.jdbc;

/**
 * A name as the table has it: that of the root is empty, and its directory, too.
 *
 * @param directory the name of the directory that it lies in
 * @param last the last part
 */
record RecordName(String directory, String last) {

	static RecordName of(String name) {
		String plain = withoutSlash(name);
		int end = plain.lastIndexOf('/');
		return (end < 0) ? new RecordName("", plain)
				: new RecordName(plain.substring(0, end), plain.substring(end + 1));
	}

	/** A directory may be named with a slash at its end. */
	static String withoutSlash(String name) {
		return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
	}

	/** That of the directory that it lies in. */
	RecordName parent() {
		return of(this.directory);
	}

}
