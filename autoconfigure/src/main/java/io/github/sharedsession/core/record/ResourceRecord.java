package io.github.sharedsession.core.record;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32;

import io.github.sharedsession.SharedSessionRecordException;
import org.jspecify.annotations.Nullable;

/**
 * What the files {@code value}, {@code intent} and {@code remains/<generation>} hold: one
 * generation of a resource, what it was made with, and how to reach or undo it.
 *
 * @param generation the unique name of the creation
 * @param bean the name of the bean
 * @param method the declaring class and method
 * @param creator the member that created it
 * @param dependencies generations of other resources it was made with, by the name of
 * their directory
 * @param properties the properties that were read for it
 * @param value the shared value, or {@code null} before the first checkpoint
 */
public record ResourceRecord(String generation, String bean, String method, Member creator,
		Map<String, String> dependencies, RecordedProperties properties, byte @Nullable [] value) {

	private static final String MAGIC = "shared-session-record";

	private static final int VERSION = 1;

	private static final String DEPENDENCY = "dependency.";

	private static final String PROPERTY = "property.";

	public boolean dependsOn(String directoryName, String generation) {
		return generation.equals(this.dependencies.get(directoryName));
	}

	public boolean isCreatedBy(Member member) {
		return this.creator.id().equals(member.id());
	}

	/** The resources it was made with. */
	public List<ResourceKey> dependencyKeys() {
		return this.dependencies.keySet().stream().map(ResourceKey::parse).toList();
	}

	public ResourceRecord withValue(byte[] value, RecordedProperties properties) {
		return new ResourceRecord(this.generation, this.bean, this.method, this.creator, this.dependencies, properties,
				value);
	}

	public ResourceRecord withDependencies(Map<String, String> dependencies) {
		return new ResourceRecord(this.generation, this.bean, this.method, this.creator, Map.copyOf(dependencies),
				this.properties, this.value);
	}

	/**
	 * A line that tells format, checksum and lengths, then a header in the form of
	 * {@link Properties}, then the value.
	 */
	public byte[] encode() {
		StringBuilder header = new StringBuilder();
		append(header, "generation", this.generation);
		append(header, "bean", this.bean);
		append(header, "method", this.method);
		append(header, "creator", this.creator.format());
		append(header, "salt", this.properties.salt());
		append(header, DEPENDENCY, this.dependencies);
		append(header, PROPERTY, this.properties.hashes());
		byte[] headerBytes = header.toString().getBytes(StandardCharsets.UTF_8);
		byte[] valueBytes = (this.value != null) ? this.value : new byte[0];
		CRC32 checksum = new CRC32();
		checksum.update(headerBytes);
		checksum.update(valueBytes);
		byte[] first = (MAGIC + " " + VERSION + " " + Long.toHexString(checksum.getValue()) + " " + headerBytes.length
				+ " " + ((this.value != null) ? valueBytes.length : -1) + "\n")
			.getBytes(StandardCharsets.US_ASCII);
		byte[] content = Arrays.copyOf(first, first.length + headerBytes.length + valueBytes.length);
		System.arraycopy(headerBytes, 0, content, first.length, headerBytes.length);
		System.arraycopy(valueBytes, 0, content, first.length + headerBytes.length, valueBytes.length);
		return content;
	}

	/**
	 * Not {@link Properties#store}: that adds the date, for which a JVM that has done
	 * nothing with dates yet loads locales and time zones for 100 ms while others wait.
	 */
	private static void append(StringBuilder header, String name, String value) {
		escape(header, name);
		header.append('=');
		escape(header, value);
		header.append('\n');
	}

	private static void append(StringBuilder header, String prefix, Map<String, String> values) {
		for (Map.Entry<String, String> value : values.entrySet()) {
			append(header, prefix + value.getKey(), value.getValue());
		}
	}

	private static void escape(StringBuilder header, String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '\n' -> header.append("\\n");
				case '\r' -> header.append("\\r");
				case '\t' -> header.append("\\t");
				case '\f' -> header.append("\\f");
				case '\\', ' ', '=', ':', '#', '!' -> header.append('\\').append(character);
				default -> header.append(character);
			}
		}
	}

	/**
	 * Read what {@link #encode} wrote.
	 * @param content the content of a record
	 * @param file where it is, for messages
	 * @throws SharedSessionRecordException when the content is something else
	 */
	public static ResourceRecord decode(byte[] content, String file) {
		int end = indexOfNewline(content);
		String[] first = new String(content, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
		if (first.length < 2 || !MAGIC.equals(first[0])) {
			throw invalid(file, "is empty or not a record of this library");
		}
		if (!String.valueOf(VERSION).equals(first[1])) {
			throw invalid(file, "has the format " + printable(first[1])
					+ ", and this version of the library reads format " + VERSION);
		}
		try {
			int headerLength = Integer.parseInt(first[3]);
			int valueLength = Integer.parseInt(first[4]);
			int headerStart = end + 1;
			int valueStart = headerStart + headerLength;
			if (content.length != valueStart + Math.max(0, valueLength)) {
				throw invalid(file, "is truncated or has bytes too many");
			}
			CRC32 checksum = new CRC32();
			checksum.update(content, headerStart, content.length - headerStart);
			if (!Long.toHexString(checksum.getValue()).equals(first[2])) {
				throw invalid(file, "is corrupt");
			}
			Properties header = new Properties();
			header.load(new StringReader(new String(content, headerStart, headerLength, StandardCharsets.UTF_8)));
			return decode(header, (valueLength >= 0) ? Arrays.copyOfRange(content, valueStart, content.length) : null);
		}
		catch (IOException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw invalid(file, "is corrupt");
		}
	}

	private static ResourceRecord decode(Properties header, byte @Nullable [] value) {
		Map<String, String> dependencies = new TreeMap<>();
		Map<String, String> hashes = new TreeMap<>();
		for (String name : header.stringPropertyNames()) {
			if (name.startsWith(DEPENDENCY)) {
				dependencies.put(name.substring(DEPENDENCY.length()), header.getProperty(name));
			}
			else if (name.startsWith(PROPERTY)) {
				hashes.put(name.substring(PROPERTY.length()), header.getProperty(name));
			}
		}
		String generation = required(header, "generation");
		// Both become parts of paths
		boolean named = RandomId.isId(generation);
		for (String name : dependencies.keySet()) {
			named &= ResourceKey.isName(name);
		}
		if (!named) {
			throw new IllegalArgumentException("Names that no version has ever given");
		}
		return new ResourceRecord(generation, required(header, "bean"), required(header, "method"),
				Member.parse(required(header, "creator")), dependencies,
				new RecordedProperties(required(header, "salt"), hashes), value);
	}

	private static String required(Properties header, String name) {
		String value = header.getProperty(name);
		if (value == null) {
			throw new IllegalArgumentException("No " + name);
		}
		return value;
	}

	private static int indexOfNewline(byte[] content) {
		for (int i = 0; i < content.length; i++) {
			if (content[i] == '\n') {
				return i;
			}
		}
		return content.length;
	}

	private static String printable(String text) {
		return text.chars().allMatch(Character::isLetterOrDigit) ? text : "?";
	}

	private static SharedSessionRecordException invalid(String file, String problem) {
		return new SharedSessionRecordException("The file " + file + " of the shared session " + problem + ".",
				"If another version of this library wrote it, use that version to end its session. Otherwise, when no "
						+ "build is running, look for what it recorded (a server, a schema) and tear that down by "
						+ "hand; then delete the directory the file lies in.",
				null);
	}

}
