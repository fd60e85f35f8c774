package io.github.sharedsession.store.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A JVM of its own that uses a store: takes {@link StoreCommands} on its standard input
 * and answers on its standard output.
 */
public final class StoreMain {

	private StoreMain() {
	}

	/**
	 * Run it.
	 * @param args the opener and the location
	 */
	public static void main(String[] args) throws IOException, ReflectiveOperationException {
		StoreCommands commands = new StoreCommands(args[0], args[1]);
		System.out.println("ready");
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("flip ")) {
					System.out.println("flipping");
				}
				System.out.println("answer " + commands.apply(line));
			}
		}
	}

}
