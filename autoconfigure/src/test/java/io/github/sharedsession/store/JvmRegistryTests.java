package io.github.sharedsession.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the {@link JvmRegistry}.
 */
class JvmRegistryTests {

	@Test
	void otherClassLoadersHaveTheSameState() throws Exception {
		Map<String, Object> own = JvmRegistry.entry("test");
		Class<?> other = new OtherClassLoader().loadClass(JvmRegistry.class.getName());
		assertThat(other).isNotSameAs(JvmRegistry.class);
		assertThat(other.getMethod("entry", String.class).invoke(null, "test")).isSameAs(own);
		assertThat(other.getMethod("guard", String.class).invoke(null, "test")).isSameAs(JvmRegistry.guard("test"));
		assertThat(JvmRegistry.exists()).isTrue();
	}

	@Test
	void removedEntryIsMadeAnew() {
		Map<String, Object> entry = JvmRegistry.entry("removed");
		entry.put("key", "value");
		JvmRegistry.remove("removed");
		assertThat(JvmRegistry.entry("removed")).isEmpty();
	}

	/** Loads the classes of the library itself instead of leaving that to its parent. */
	private static final class OtherClassLoader extends ClassLoader {

		OtherClassLoader() {
			super(JvmRegistryTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("io.github.sharedsession.")) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] content = stream.readAllBytes();
				return defineClass(name, content, 0, content.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
