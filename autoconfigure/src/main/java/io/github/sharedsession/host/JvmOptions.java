package io.github.sharedsession.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * JVM options as texts hold them: separated by white space, which quotes protect.
 */
final class JvmOptions {

	private JvmOptions() {
	}

	/**
	 * Split the text of an environment variable.
	 * @return the options as they are written, with their quotes
	 */
	static List<String> split(String text) {
		List<String> options = new ArrayList<>();
		StringBuilder option = new StringBuilder();
		char quote = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (quote == 0 && Character.isWhitespace(c)) {
				add(options, option);
				continue;
			}
			option.append(c);
			if (c == quote) {
				quote = 0;
			}
			else if (quote == 0 && (c == '"' || c == '\'')) {
				quote = c;
			}
		}
		add(options, option);
		return options;
	}

	private static void add(List<String> options, StringBuilder option) {
		if (!option.isEmpty()) {
			options.add(option.toString());
			option.setLength(0);
		}
	}

	/**
	 * What an option of an environment variable means. Nothing is escaped there.
	 */
	static String unquote(String option) {
		StringBuilder text = new StringBuilder();
		char quote = 0;
		for (int i = 0; i < option.length(); i++) {
			char c = option.charAt(i);
			if (c == quote) {
				quote = 0;
			}
			else if (quote == 0 && (c == '"' || c == '\'')) {
				quote = c;
			}
			else {
				text.append(c);
			}
		}
		return text.toString();
	}

	/**
	 * Write an option for an environment variable.
	 */
	static String quote(String option) {
		boolean plain = option.chars().noneMatch((c) -> Character.isWhitespace(c) || c == '"' || c == '\'');
		return plain ? option : '"' + option.replace("\"", "\"'\"'\"") + '"';
	}

	/**
	 * The options of a file that the JVM reads.
	 */
	static List<String> of(String content) {
		return split(content).stream().map(JvmOptions::unquote).collect(Collectors.toList());
	}

	/**
	 * The options of a file that the java launcher reads: with comments, and with what a
	 * backslash escapes between quotes, where it also joins lines.
	 */
	static List<String> ofArgumentFile(String content) {
		List<String> options = new ArrayList<>();
		StringBuilder option = new StringBuilder();
		char quote = 0;
		for (int i = 0; i < content.length(); i++) {
			char c = content.charAt(i);
			if (quote == 0 && c == '#') {
				add(options, option);
				i = endOfLine(content, i);
			}
			else if (quote == 0 && Character.isWhitespace(c)) {
				add(options, option);
			}
			else if (quote != 0 && c == '\\' && i + 1 < content.length()) {
				i = unescape(content, i + 1, option);
			}
			else if (c == quote) {
				quote = 0;
			}
			else if (quote == 0 && (c == '"' || c == '\'')) {
				quote = c;
			}
			else {
				option.append(c);
			}
		}
		add(options, option);
		return options;
	}

	private static int endOfLine(String content, int index) {
		int end = content.indexOf('\n', index);
		return (end < 0) ? content.length() : end;
	}

	/** Return the index of the last character that was used. */
	private static int unescape(String content, int index, StringBuilder option) {
		int last = index;
		char c = content.charAt(index);
		switch (c) {
			case 'n' -> option.append('\n');
			case 'r' -> option.append('\r');
			case 't' -> option.append('\t');
			case 'f' -> option.append('\f');
			case '\n', '\r' -> {
				// The next line goes on after its indentation
				while (last + 1 < content.length() && Character.isWhitespace(content.charAt(last + 1))) {
					last++;
				}
			}
			default -> option.append(c);
		}
		return last;
	}

}
