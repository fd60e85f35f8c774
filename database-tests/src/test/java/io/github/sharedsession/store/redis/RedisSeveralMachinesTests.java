package io.github.sharedsession.store.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.core.MemberProcess;
import io.github.sharedsession.store.SeveralMachinesTests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Several machines with a Redis.
 */
class RedisSeveralMachinesTests extends SeveralMachinesTests {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String prefix = "machines-" + COUNT.incrementAndGet();

	@BeforeEach
	void leaveWhatTakesLongToTheLongTests(TestInfo test) {
		assumeTrue(Boolean.getBoolean("long-tests")
				|| test.getDisplayName().startsWith("forksOfAllMachinesShareOneCreation"));
	}

	@Override
	protected List<String> server() {
		return List.of(Redis.common().url(), this.prefix, "2000");
	}

	@Override
	protected int port() {
		return Redis.common().port();
	}

	@Override
	protected void lose(MemberProcess member) {
		Redis.common().endLease(this.prefix, member.pid());
	}

	@Override
	protected void awaitDeath(MemberProcess killed) {
		Redis.common().awaitEndOfLease(this.prefix, killed.pid());
	}

	@Override
	protected List<String> names() {
		return Redis.common()
			.keys(this.prefix)
			.stream()
			.filter((key) -> key.startsWith("record:") || (key.startsWith("directory:") && !key.equals("directory:")))
			.toList();
	}

}
