package io.github.sharedsession.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.acquire.ResourceRequest;
import io.github.sharedsession.core.acquire.Use;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.SessionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Names and paths of any length and in any script.
 */
class NamesTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@AfterEach
	void end() {
		JvmEnd.run();
		JvmEnd.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "with blanks  and\ttabs", "größe-日本語-😀", "a'b\"c$d;e&f|g*h?i\\j", "-rf" })
	void rootHasAnyName(String name) {
		assumeTrue("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")) || name.matches("\\p{ASCII}*"),
				"The locale has no such letters");
		Path root = this.temporary.resolve(name);
		LocalMember member = new LocalMember(root, "build");
		member.acquire("b", "a");
		assertThat(member.end().events("destroyed")).hasSize(2);
		assertThat(LocalMember.files(root)).containsExactly("lock");
	}

	@Test
	void rootThatIsTooLongIsAnErrorThatNamesIt() throws IOException {
		Path root = this.temporary;
		// Itself within what the system allows, but with no room for what lies in it
		while (root.toString().length() < 4048) {
			root = root.resolve("x".repeat(Math.min(150, 4049 - root.toString().length())));
		}
		LocalMember member = new LocalMember(root, "build");
		Path tooLong = root;
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> member.acquire("a"))
			.withMessageContaining(tooLong.toString())
			.withMessageContaining("too long")
			.withMessageContaining("Action:");
		assertThat(member.end().events()).isEmpty();
	}

	@Test
	void rootWhoseLastPartIsTooLongIsAnErrorThatNamesIt() {
		Path root = this.temporary.resolve("x".repeat(300));
		LocalMember member = new LocalMember(root, "build");
		assertThatExceptionOfType(SharedSessionDirectoryException.class).isThrownBy(() -> member.acquire("a"))
			.withMessageContaining(root.toString())
			.withMessageContaining("too long")
			.withMessageContaining("Action:");
	}

	static List<String> beanNames() {
		return List.of("größe", "日本語", "😀", "a b\tc\nd", "x".repeat(100_000), "😀".repeat(300), "../../etc/passwd", "",
				"%s %n ${a} \\u0041");
	}

	@ParameterizedTest
	@MethodSource("beanNames")
	void beanHasAnyName(String bean) throws IOException {
		Path root = this.temporary.resolve("root");
		StringBuilder account = new StringBuilder();
		Coordinator coordinator = new Coordinator(new SessionSettings(root, bean, Duration.ZERO), new SessionLog() {

			@Override
			public void info(String message) {
			}

			@Override
			public void warn(@Nullable String message, @Nullable Throwable cause) {
				throw new AssertionError(message, cause);
			}

			@Override
			public void account(String text) {
				account.append(text);
			}

		});
		Use use = coordinator.acquire(new ResourceRequest(MemberMain.key("a"), bean, bean + ".a()",
				Duration.ofSeconds(10), new PlainRecipe()));
		JvmEnd.onEndCloseContexts(use::close);
		assertThat(Files.exists(root.resolve("lock"))).isTrue();
		end();
		assertThat(account.toString()).contains(bean.replaceAll("\\s", " ")).contains("torn down by");
		assertThat(LocalMember.files(root)).containsExactly("lock");
	}

	@Test
	void idOfTheSessionHasAnyContent() {
		Path root = this.temporary.resolve("root");
		for (String id : List.of("größe 日本語 😀", "../..", "/", "x".repeat(10_000), " ")) {
			LocalMember member = new LocalMember(root, id);
			member.acquire("a");
			assertThat(member.end().files()).containsExactly("lock");
		}
	}

	private static final class PlainRecipe implements Recipe {

		@Override
		public Collection<ResourceKey> prepare() {
			return List.of();
		}

		@Override
		public Created create(CreationContext creation) {
			return new Created(new byte[0], RecordedProperties.none());
		}

		@Override
		public void destroy(byte[] value) {
		}

		@Override
		public void check(RecordedProperties properties) {
		}

		@Override
		public @Nullable Recipe recipeOf(ResourceKey dependency) {
			return null;
		}

		@Override
		public @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
			return null;
		}

	}

}
