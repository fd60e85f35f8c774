package io.github.sharedsession.core;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A class loader with the class path of this JVM that shares nothing but the JDK with the
 * others, as in containers and test engines that load the same library twice.
 */
final class IsolatedClassLoader extends URLClassLoader {

	IsolatedClassLoader() {
		super(classPath(), ClassLoader.getPlatformClassLoader());
	}

	/** One of the settings of who has been created. */
	static <T> T setting(Map<String, Object> settings, String name, Class<T> type) {
		return type.cast(Objects.requireNonNull(settings.get(name), name));
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map(IsolatedClassLoader::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Make an instance of what is another class than the one of the same name here.
	 * @param type a class whose constructor takes a map of types of the JDK
	 * @param settings what the constructor gets
	 */
	@SuppressWarnings("unchecked")
	<R> R create(Class<? extends Function<Map<String, Object>, R>> type, Map<String, Object> settings) {
		try {
			Class<?> other = loadClass(type.getName());
			if (other == type) {
				throw new IllegalStateException("Not isolated: " + type);
			}
			Constructor<?> constructor = other.getDeclaredConstructor();
			constructor.setAccessible(true);
			return ((Function<Map<String, Object>, R>) constructor.newInstance()).apply(settings);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
