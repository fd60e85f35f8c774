package io.github.sharedsession.store.contract;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;

/**
 * Does to a store what lines of text say, in another JVM or for another class loader.
 * Each line is a command and its arguments, each is answered by one line.
 */
final class StoreCommands implements UnaryOperator<String> {

	private final Store store;

	/**
	 * Open a store.
	 * @param opener the name of the class of the {@link StoreOpener}
	 * @param location where the store is
	 */
	StoreCommands(String opener, String location) throws ReflectiveOperationException {
		Object instance = Class.forName(opener, true, StoreCommands.class.getClassLoader())
			.getDeclaredConstructor()
			.newInstance();
		this.store = ((StoreOpener) instance).open(location);
	}

	/** The line of a command. */
	static String line(String command, String... arguments) {
		StringBuilder line = new StringBuilder(command);
		for (String argument : arguments) {
			line.append(' ').append(URLEncoder.encode(argument, StandardCharsets.UTF_8));
		}
		return line.toString();
	}

	@Override
	public String apply(String line) {
		String[] words = Arrays.stream(line.split(" ", -1))
			.map((word) -> URLDecoder.decode(word, StandardCharsets.UTF_8))
			.toArray(String[]::new);
		try {
			return String.valueOf(run(words));
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName() + " " + String.valueOf(ex.getMessage()).replace('\n', ' ');
		}
	}

	private Object run(String[] words) {
		String name = words[1];
		return switch (words[0]) {
			case "exclusive" -> this.store.lock(name).tryExclusive();
			case "shared" -> this.store.lock(name).tryShared();
			case "held" -> this.store.lock(name).isHeld();
			case "release" -> done(this.store.lock(name)::release);
			case "close" -> done(this.store.lock(name)::close);
			case "number" -> this.store.lock(name, Integer.parseInt(words[2])).tryExclusive();
			case "write" -> done(() -> this.store.write(name, words[2].getBytes(StandardCharsets.UTF_8)));
			case "flip" -> flip(name, Integer.parseInt(words[2]));
			case "count" -> count(this.store.lock(name), words[2], Integer.parseInt(words[3]));
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private static String done(Runnable action) {
		action.run();
		return "done";
	}

	/** Write two contents of different lengths in turns, until somebody kills this. */
	private String flip(String name, int length) {
		byte[] ones = "1".repeat(length).getBytes(StandardCharsets.US_ASCII);
		byte[] twos = "2".repeat(length / 2).getBytes(StandardCharsets.US_ASCII);
		while (!Thread.interrupted()) {
			this.store.write(name, ones);
			this.store.write(name, twos);
		}
		return "interrupted";
	}

	/** Count in a record that others count in, too. */
	private String count(StoreLock lock, String name, int times) {
		for (int i = 0; i < times; i++) {
			while (!lock.tryExclusive()) {
				Thread.onSpinWait();
			}
			byte[] content = this.store.read(name);
			int number = (content != null) ? Integer.parseInt(new String(content, StandardCharsets.US_ASCII)) : 0;
			this.store.write(name, String.valueOf(number + 1).getBytes(StandardCharsets.US_ASCII));
			lock.release();
		}
		return "counted";
	}

}
