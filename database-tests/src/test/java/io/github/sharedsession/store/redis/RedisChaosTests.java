package io.github.sharedsession.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.github.sharedsession.core.chaos.ChaosStore;
import io.github.sharedsession.core.chaos.StoreChaosTests;
import io.github.sharedsession.core.session.SessionSettings;
import redis.clients.jedis.Connection;

/**
 * Chaos of sessions in a Redis.
 */
class RedisChaosTests extends StoreChaosTests {

	@Override
	protected ChaosStore store() {
		return new InRedis();
	}

	/** A prefix for each world. */
	public static final class InRedis implements ChaosStore {

		private static final String SERVER = "chaos.redis";

		/**
		 * For so long the locks of the dead hold up the others. Who is merely stopped is
		 * so for less, or kept from running by far too many others.
		 */
		private static final Duration LEASE = Duration.ofSeconds(1);

		@Override
		public List<String> options() {
			return List.of("-D" + SERVER + "=" + Redis.common().url());
		}

		@Override
		public List<Class<?>> libraries() {
			return List.of(Connection.class);
		}

		private static String prefix(Path world) {
			return "chaos-" + Integer.toHexString(world.toAbsolutePath().toString().hashCode());
		}

		@Override
		public SessionSettings settings(SessionSettings ofFiles, Path world) {
			return new SessionSettings(ofFiles.directory(), ofFiles.id(), ofFiles.linger(), ofFiles.cache(),
					new RedisSettings(System.getProperty(SERVER), null, null, prefix(world), LEASE));
		}

		@Override
		public Duration lease() {
			return LEASE;
		}

		@Override
		public void awaitDeath(Path world) {
			while (Redis.common().keys(prefix(world)).stream().anyMatch((key) -> key.startsWith("lease:"))) {
				LockSupport.parkNanos(LEASE.toNanos() / 20);
			}
		}

		@Override
		public Set<String> permanentFiles() {
			return Set.of("lock", "redis");
		}

		@Override
		public List<String> remove(Path world) {
			List<String> keys = Redis.common().keys(prefix(world));
			keys.forEach((key) -> Redis.common().call("DEL", "{" + prefix(world) + "}:" + key));
			return keys.stream()
				.filter((key) -> key.startsWith("record:")
						|| (key.startsWith("directory:") && !key.equals("directory:")))
				.toList();
		}

	}

}
