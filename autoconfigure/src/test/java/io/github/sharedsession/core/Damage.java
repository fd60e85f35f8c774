package io.github.sharedsession.core;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What may have happened to a file between two looks at it.
 */
enum Damage {

	EMPTY {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.createFile(file);
		}

	},

	FIRST_BYTE_ONLY {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(file, Arrays.copyOf(content, Math.min(1, content.length)));
		}

	},

	HALF {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(file, Arrays.copyOf(content, content.length / 2));
		}

	},

	LAST_BYTE_MISSING {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(file, Arrays.copyOf(content, Math.max(0, content.length - 1)));
		}

	},

	GARBAGE {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(file, new byte[] { 0, -1, 10, 9, 32, 10, 7, -128, 127, 10, 13 });
		}

	},

	LINES_OF_WORDS {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.writeString(file, "one\none two\none two three\n1\t2\t3\t4\t5\n\n");
		}

	},

	NEWER_FORMAT {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.writeString(file, "shared-session-record 2 0 0 0 more\nand more", StandardCharsets.US_ASCII);
		}

	},

	HUGE {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
				sparse.setLength(10L * 1024 * 1024 * 1024);
			}
		}

	},

	EMPTY_DIRECTORY {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.createDirectory(file);
		}

	},

	DIRECTORY {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(Files.createDirectory(file).resolve("inner"), content);
		}

	},

	LINK_TO_COPY {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Path copy = file.resolveSibling("a copy");
			Files.write(copy, content);
			Files.createSymbolicLink(file, copy);
		}

	},

	LINK_TO_FOREIGN_FILE {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.createSymbolicLink(file, foreign);
		}

	},

	DANGLING_LINK {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.createSymbolicLink(file, foreign.resolveSibling("nowhere"));
		}

	},

	PIPE {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			try {
				if (new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor() != 0) {
					throw new IOException("No pipe was made");
				}
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

	},

	/** Only root can give a file away. */
	OF_ANOTHER_USER {

		@Override
		void make(Path file, byte[] content, Path foreign) throws IOException {
			Files.write(file, content);
			Files.setAttribute(file, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
		}

	};

	/** Whether it leaves a regular file of this user whose content is read. */
	boolean isOfContent() {
		return compareTo(NEWER_FORMAT) <= 0;
	}

	boolean isDirectory() {
		return this == EMPTY_DIRECTORY || this == DIRECTORY;
	}

	/**
	 * Replace a file.
	 * @param file the file
	 * @param foreign a file outside the root
	 */
	void apply(Path file, Path foreign) throws IOException {
		byte[] content = (Files.isRegularFile(file) && Files.size(file) < 1_000_000) ? Files.readAllBytes(file)
				: new byte[0];
		delete(file);
		make(file, content, foreign);
	}

	abstract void make(Path file, byte[] content, Path foreign) throws IOException;

	static void delete(Path file) throws IOException {
		if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try (Stream<Path> files = Files.walk(file)) {
			files.sorted(Comparator.reverseOrder()).forEach((each) -> {
				try {
					Files.delete(each);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

}
