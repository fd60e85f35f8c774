package io.github.sharedsession.jdbc;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tells that a schema would be another one now.
 */
class EntityClassesTests {

	private static final Map<String, String> SOURCES = Map.of("Book",
			"@jakarta.persistence.Entity public class Book extends Item<Cover> { @jakarta.persistence.Id int id; "
					+ "java.util.List<Colour> colours; Price[] prices; }",
			"Item", "public abstract class Item<C> { C cover; }", "Cover", "public class Cover { int pages; }",
			"Colour", "public enum Colour { RED }", "Price",
			"@jakarta.persistence.Embeddable public class Price { int cents; }", "Shelf",
			"public class Shelf { int length; }");

	private Path directory;

	private int compilations;

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.directory = directory;
	}

	@ParameterizedTest
	@CsvSource({ "Book, int id, long id, true", "Item, C cover, C cover; int size, true",
			"Colour, RED, 'RED, BLUE', true", "Price, cents, amount, true", "Cover, pages, sheets, true",
			"Shelf, length, width, false" })
	void changeOfWhatTheSchemaIsMadeFromIsNoticed(String name, String text, String other, boolean noticed)
			throws Exception {
		EntityClasses before = compile(SOURCES);
		Map<String, String> changed = new HashMap<>(SOURCES);
		changed.computeIfPresent(name, (any, source) -> source.replace(text, other));
		assertThat(compile(changed).digest().equals(before.digest())).isEqualTo(!noticed);
		assertThat(before.isEmpty()).isFalse();
	}

	@Test
	void packageWithoutEntitiesIsEmpty() throws Exception {
		assertThat(compile(Map.of("Shelf", Objects.requireNonNull(SOURCES.get("Shelf")))).isEmpty()).isTrue();
		assertThat(EntityClasses.in(List.of(), getClass().getClassLoader()).isEmpty()).isTrue();
	}

	private EntityClasses compile(Map<String, String> sources) throws Exception {
		Path root = Files.createDirectory(this.directory.resolve("compilation" + this.compilations++));
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", root.toString()));
		for (Map.Entry<String, String> source : sources.entrySet()) {
			Path file = root.resolve(source.getKey() + ".java");
			Files.writeString(file, "package library; " + source.getValue());
			arguments.add(file.toString());
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { root.toUri().toURL() },
				getClass().getClassLoader())) {
			return EntityClasses.in(List.of("library"), loader);
		}
	}

}
