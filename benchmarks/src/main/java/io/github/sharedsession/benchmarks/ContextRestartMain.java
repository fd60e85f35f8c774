package io.github.sharedsession.benchmarks;

import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Starts contexts of two class paths by turns, in one JVM: what two JVMs differ in by
 * chance, they have in common.
 */
public final class ContextRestartMain {

	private ContextRestartMain() {
	}

	/**
	 * Start contexts, and tell how long each took.
	 * @param args number of contexts and both class paths
	 */
	public static void main(String[] args) throws Exception {
		PrintStream answers = System.out;
		System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
		ClassLoader first = loader(args[1]);
		ClassLoader second = loader(args[2]);
		LongSupplier[] starts = { restart(first), restart(second) };
		ClassLoader[] loaders = { first, second };
		for (int i = 0; i < Integer.parseInt(args[0]); i++) {
			long[] nanos = new long[2];
			for (int turn = 0; turn < 2; turn++) {
				int which = (i + turn) % 2;
				Thread.currentThread().setContextClassLoader(loaders[which]);
				nanos[which] = starts[which].getAsLong();
			}
			answers.println("pair " + nanos[0] + " " + nanos[1]);
		}
	}

	private static LongSupplier restart(ClassLoader loader) throws ReflectiveOperationException {
		Thread.currentThread().setContextClassLoader(loader);
		return (LongSupplier) loader.loadClass(ContextRestart.class.getName())
			.getConstructor(IntFunction.class)
			.newInstance((IntFunction<String>) GeneratedTests::classOfItsOwn);
	}

	private static ClassLoader loader(String classPath) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : classPath.split(File.pathSeparator, -1)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

}
