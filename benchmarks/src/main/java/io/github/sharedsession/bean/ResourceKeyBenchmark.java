package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.SharedBeanSettings;
import io.github.sharedsession.SharedSessionBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * What tells a shared bean from all others, its fingerprint included; beside a digest of
 * the class file that declares the bean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResourceKeyBenchmark {

	private final ResourceKeyFactory factory = new ResourceKeyFactory(Path.of("").toAbsolutePath().toString(),
			new SharedBeanContext(new GenericApplicationContext()));

	private final SharedBeanMethod plain = method("plain");

	private final SharedBeanMethod keyed = method("keyed");

	private static SharedBeanMethod method(String name) {
		try {
			Method method = Declarations.class.getDeclaredMethod(name);
			return SharedBeanMethod.of(name, method, Declarations.class);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Benchmark
	public Object key() {
		return this.factory.create(this.plain, SharedBeanSettings.defaults(), null);
	}

	@Benchmark
	public Object bareKey() throws IOException, NoSuchAlgorithmException {
		try (InputStream stream = Declarations.class
			.getResourceAsStream(ClassUtils.getClassFileName(Declarations.class))) {
			return MessageDigest.getInstance("SHA-256").digest(Objects.requireNonNull(stream).readAllBytes());
		}
	}

	/** With a key and an input that have placeholders. */
	@Benchmark
	public Object keyWithPlaceholders() {
		return this.factory.create(this.keyed, SharedBeanSettings.defaults(), null);
	}

	/**
	 * Declares shared beans.
	 */
	static class Declarations {

		@SharedSessionBean
		static String plain() {
			return "plain";
		}

		@SharedSessionBean(key = "${tenant:none}", inputs = "${schema.version:1}")
		static String keyed() {
			return "keyed";
		}

	}

}
