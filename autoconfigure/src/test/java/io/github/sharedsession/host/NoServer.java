package io.github.sharedsession.host;

/**
 * A class that tells when it is initialized.
 */
public final class NoServer {

	/** What it prints then. */
	public static final String TEXT = "code of a class that nobody asked for";

	static {
		System.out.println(TEXT);
	}

	private NoServer() {
	}

}
