package io.github.sharedsession.store.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionStoreException;
import io.github.sharedsession.store.StoreServer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that a store can't be on, and those who may not use one.
 */
class RedisConnectorTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path temporary;

	@Test
	void passwordIsNeededAndNeverShown() {
		try (Redis server = Redis.start("--requirepass", "open sesame")) {
			String address = "redis://127.0.0.1:" + server.port();
			assertUnusable(address, null).withMessageContaining("NOAUTH");
			assertUnusable(address, "secret").withMessageContaining("WRONGPASS");
			assertUnusable("redis://:secret@127.0.0.1:" + server.port(), null).withMessageContaining(address + ",");
			assertUnusable("redis://secret@127.0.0.1:" + server.port() + "/1", "open sesame")
				.withMessageContaining(address + "/1,");
			open(address, "open sesame").write("record", new byte[1]);
			assertThat(open("redis://:open%20sesame@127.0.0.1:" + server.port() + "/0", null).read("record"))
				.hasSize(1);
			assertThat(open(address + "/1", "open sesame").read("record")).isNull();
		}
	}

	@Test
	void userNeedsItsKeysAndScripts() {
		try (Redis server = Redis.start()) {
			server.call("ACL", "SETUSER", "ci", "on", ">secret", "~{shared-session}:*", "+@all", "-@dangerous",
					"+info");
			server.call("ACL", "SETUSER", "reader", "on", ">secret", "~*", "+@read", "+@connection", "+info");
			RedisStore store = open("redis://ci:secret@127.0.0.1:" + server.port(), null);
			store.createDirectory("directory");
			store.write("directory/record", new byte[1]);
			assertThat(store.lock("lock").tryExclusive()).isTrue();
			store.deleteDirectory("directory");
			assertUnusable("redis://reader:secret@127.0.0.1:" + server.port(), null)
				.withMessageContaining("permissions")
				.withMessageContaining("scripts");
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "long-tests", matches = "true")
	void nodeOfAClusterHasAllKeysOfAPrefix() {
		try (Redis node = Redis.start("--cluster-enabled", "yes", "--dir", this.temporary.toString())) {
			assertUnusable(node.url(), null).withMessageContaining("CLUSTERDOWN").withMessageContaining("of a cluster");
			Object slot = node.call("CLUSTER", "KEYSLOT", "{shared-session}:");
			node.call("CONFIG", "SET", "cluster-require-full-coverage", "no");
			node.call("CLUSTER", "ADDSLOTS", Objects.requireNonNull(slot));
			RedisStore store = openWhenReady(node.url());
			store.createDirectory("one/two");
			store.write("one/two/record", new byte[1]);
			store.move("one", "three");
			assertThat(store.lock("lock").tryExclusive()).isTrue();
			assertThat(store.read("three/two/record")).hasSize(1);
			store.deleteDirectory("three");
			assertThat(store.list("")).isEmpty();
		}
	}

	private RedisStore openWhenReady(String url) {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);;) {
			try {
				return open(url, null);
			}
			catch (SharedSessionStoreException ex) {
				assertThat(System.nanoTime()).as(ex.getMessage()).isLessThan(end);
			}
		}
	}

	@Test
	void replicaIsRefused() {
		try (Redis primary = Redis.start();
				Redis replica = Redis.start("--replicaof", "127.0.0.1", String.valueOf(primary.port()))) {
			assertUnusable(replica.url(), null).withMessageContaining("it is a replica")
				.withMessageContaining("to the primary");
		}
	}

	@Test
	void serverThatThrowsAwayWhatItLikesIsRefused() {
		try (Redis server = Redis.start("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")) {
			assertUnusable(server.url(), null).withMessageContaining("allkeys-lru").withMessageContaining("noeviction");
			server.call("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
			open(server.url(), null);
		}
	}

	@Test
	void serverThatIsTooOldIsRefused() throws IOException {
		String info = "redis_version:5.0.14\r\nrun_id:1\r\nrole:master\r\n";
		try (ServerSocket server = answering("+OK\r\n", "$" + info.length() + "\r\n" + info + "\r\n")) {
			assertUnusable(url(server), null).withMessageContaining("it is Redis 5.0.14")
				.withMessageContaining("Redis 6 or later");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 400 Bad Request\r\n\r\n", "$what\r\n", "" })
	void otherServerIsRefused(String answer) throws IOException {
		try (ServerSocket server = answering(answer)) {
			assertUnusable(url(server), null).withMessageContaining("shared-session.redis.url");
		}
	}

	@Test
	void serverThatSaysNothingIsNotWaitedForForEver() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			CompletableFuture<RedisStore> store = CompletableFuture.supplyAsync(() -> open(url(server), null));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> store.get(30, TimeUnit.SECONDS))
				.withCauseInstanceOf(SharedSessionStoreException.class)
				.withMessageContaining("does not answer");
		}
	}

	@Test
	void serverThatCanNotBeReachedIsNamedWithoutWhatIsSecret() {
		String address = "127.0.0.1:" + Redis.freePort();
		assertUnusable("redis://user:secret@" + address + "/3?password=secret", null)
			.withMessageContaining("redis://" + address + "/3,")
			.withMessageContaining("refused")
			.withMessageContaining("shared-session.redis.url");
		assertUnusable("redis://no-such-host.invalid", "secret").withMessageContaining("there is no host no-such-host");
	}

	@Test
	void serverWithoutTlsIsRefusedWhereThatIsWanted() {
		assertUnusable("rediss://127.0.0.1:" + Redis.common().port(), null)
			.withMessageContaining("rediss://127.0.0.1:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://:secret@localhost", "redis:", "redis://user:secret@", "redis://:sec ret@localhost",
			"redis://:secret@localhost/name", "localhost:6379" })
	void textThatIsNoUrlOfARedisIsRefused(String url) {
		assertThatExceptionOfType(SharedSessionConfigurationException.class).isThrownBy(() -> open(url, null))
			.withMessageContaining("shared-session.redis.url")
			.withMessageContaining("Action:")
			.withMessageNotContaining("secret")
			.withMessageNotContaining("sec ret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a{b", "}" })
	void prefixThatWouldSpreadKeysOverAClusterIsRefused(String prefix) {
		RedisSettings settings = new RedisSettings(Redis.common().url(), null, null, prefix, Duration.ofSeconds(1));
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> RedisStore.open(settings, this.temporary.resolve("root"), (warning) -> {
			}))
			.withMessageContaining("shared-session.redis.key-prefix");
	}

	@Test
	void settingsAreTextWithoutWhatIsSecret() {
		assertThat(new RedisSettings("redis://user:secret@host/1?password=secret", "user", "secret", "prefix",
				Duration.ofSeconds(1)))
			.hasToString("redis://host/1");
		assertThat(RedisEndpoint
			.of(new RedisSettings("rediss://:secret@[::1]", "user", "other", "prefix", Duration.ofSeconds(1))))
			.isEqualTo(new RedisEndpoint(true, "::1", 6379, 0, "user", "secret"))
			.hasToString("::1:6379");
	}

	@Test
	void libraryThatIsMissingIsNamed() throws Exception {
		try (URLClassLoader loader = new WithoutJedis()) {
			StoreServer server = (StoreServer) loader.loadClass(RedisSettings.class.getName()).getConstructors()[0]
				.newInstance("redis://:secret@localhost/1", null, null, RedisSettings.KEY_PREFIX, RedisSettings.LEASE);
			assertThatExceptionOfType(SharedSessionConfigurationException.class)
				.isThrownBy(() -> server.open(this.temporary.resolve("root"), (warning) -> {
				}))
				.withMessageContaining("redis://localhost/1")
				.withMessageContaining("redis.clients:jedis")
				.withMessageNotContaining("secret");
		}
	}

	private ThrowableAssertAlternative<SharedSessionStoreException> assertUnusable(String url,
			@Nullable String password) {
		return assertThatExceptionOfType(SharedSessionStoreException.class).isThrownBy(() -> open(url, password))
			.withMessageContaining("can't be used")
			.withMessageContaining("Action:")
			.withMessageNotContaining("secret");
	}

	private RedisStore open(String url, @Nullable String password) {
		return RedisStore.open(
				new RedisSettings(url, null, password, RedisSettings.KEY_PREFIX, Duration.ofMillis(1500)),
				this.temporary.resolve("root"), (warning) -> {
				});
	}

	private static String url(ServerSocket server) {
		return "redis://127.0.0.1:" + server.getLocalPort();
	}

	/** A server that has its answers ready, and hears nothing. */
	private static ServerSocket answering(String... answers) throws IOException {
		ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> {
			try (Socket client = server.accept()) {
				OutputStream output = client.getOutputStream();
				output.write(String.join("", answers).getBytes(StandardCharsets.US_ASCII));
				output.flush();
				client.shutdownOutput();
				client.getInputStream().readAllBytes();
			}
			catch (IOException ex) {
				// It was closed
			}
		}, "answering");
		thread.setDaemon(true);
		thread.start();
		return server;
	}

	private static final class WithoutJedis extends URLClassLoader {

		WithoutJedis() {
			super(new URL[] { RedisStore.class.getProtectionDomain().getCodeSource().getLocation() },
					RedisStore.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("redis.clients.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith(RedisStore.class.getPackageName() + ".")) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : findClass(name);
		}

	}

}
