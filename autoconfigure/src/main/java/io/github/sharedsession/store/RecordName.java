package io.github.sharedsession.store;

/**
 * A name in two parts, as stores on servers have it: that of the root is empty, and its
 * directory, too.
 *
 * @param directory the name of the directory that it lies in
 * @param last the last part
 */
public record RecordName(String directory, String last) {

	/**
	 * Split a name.
	 * @param name the name
	 * @return its parts
	 */
	public static RecordName of(String name) {
		String plain = withoutSlash(name);
		int end = plain.lastIndexOf('/');
		return (end < 0) ? new RecordName("", plain)
				: new RecordName(plain.substring(0, end), plain.substring(end + 1));
	}

	/**
	 * A directory may be named with a slash at its end.
	 * @param name the name
	 * @return the name without
	 */
	public static String withoutSlash(String name) {
		return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
	}

	/**
	 * The name of the directory that it lies in.
	 * @return its parts
	 */
	public RecordName parent() {
		return of(this.directory);
	}

}
