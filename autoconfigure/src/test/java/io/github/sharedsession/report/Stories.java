package io.github.sharedsession.report;

import java.util.Random;

/**
 * Runs to make reports of.
 */
final class Stories {

	private Stories() {
	}

	/**
	 * A fork is killed while it creates, another one takes over and fails to tear down.
	 */
	static Story killedFork() {
		Story story = new Story().enters(0, 300);
		for (int fork = 1; fork <= 4; fork++) {
			story.enters(fork, fork * 10L);
		}
		story.creates(0, 350, 2900, "databaseServer");
		for (int fork = 1; fork <= 4; fork++) {
			story.reuses(fork, 60, 2910, "databaseServer");
		}
		story.tells(1, 3000, "CREATING", 0, "ordersDatabase", "shop.SharedTestResources.ordersDatabase()");
		for (int fork = 2; fork <= 4; fork++) {
			story.tells(fork, 3060, "WAITING", 50, "ordersDatabase");
		}
		story.tells(2, 4500, "MAYBE_LEFT", 0, "ordersDatabase", "fork 1, pid 1001");
		story.tells(2, 4501, "CREATING", 0, "ordersDatabase", "shop.SharedTestResources.ordersDatabase()");
		story.tells(2, 8200, "CREATED", 3699, "ordersDatabase", "shop.SharedTestResources.ordersDatabase()",
				"shop.Database", Story.resource("databaseServer"));
		story.tells(3, 8210, "REUSED", 5200, "ordersDatabase");
		story.tells(4, 8215, "REUSED", 5205, "ordersDatabase");
		story.tells(3, 8300, "CREATING", 0, "stub", "shop.SharedTestResources.stub()");
		story.tells(3, 8900, "FAILED", 600, "stub", "shop.SharedTestResources.stub()",
				"The shared bean 'stub' could not be created by fork 3, pid 1003: java.net.BindException: in use",
				"java.net.BindException: Address already in use\n\tat shop.Stub.start(Stub.java:12)\n");
		for (int fork = 3; fork <= 4; fork++) {
			story.releases(fork, 11_000 + fork * 400L, "ordersDatabase");
			story.releases(fork, 11_010 + fork * 400L, "databaseServer");
			story.leaves(fork, 11_050 + fork * 400L);
		}
		story.tells(2, 13_000, "DESTROYING", 0, "ordersDatabase");
		story.tells(2, 13_400, "LEFT_BEHIND", 400, "ordersDatabase", "org.postgresql.util.PSQLException: in use",
				"/home/me/.shared-session/s-1/resources/orders",
				"org.postgresql.util.PSQLException: in use\n\tat x.Y\n", "g-1");
		story.releases(2, 13_410, "ordersDatabase").releases(2, 13_420, "databaseServer").leaves(2, 13_450);
		return story.destroys(0, 13_900, 14_200, "databaseServer").leaves(0, 14_300);
	}

	static Story generated(int forks, int resources) {
		Random random = new Random(forks * 31L + resources);
		Story story = new Story();
		long[] now = new long[forks + 1];
		for (int fork = 1; fork <= forks; fork++) {
			now[fork] = random.nextInt(500);
			story.enters(fork, now[fork]);
		}
		for (int i = 0; i < resources; i++) {
			String bean = "resource" + i;
			int creator = 1 + random.nextInt(forks);
			long from = now[creator];
			long ready = from + 1 + random.nextInt(60);
			story.creates(creator, from, ready, bean,
					(i % 10 == 3) ? new String[] { "resource" + (i - 1), "resource" + (i - 3) } : new String[0]);
			now[creator] = ready;
			for (int fork = 1; fork <= forks; fork++) {
				if (fork != creator) {
					long begin = now[fork];
					now[fork] = Math.max(begin + random.nextInt(3), (random.nextInt(20) == 0) ? ready : 0);
					story.reuses(fork, begin, now[fork], bean);
				}
			}
		}
		for (int fork = 1; fork <= forks; fork++) {
			long end = now[fork] + 2000 + random.nextInt(3000);
			for (int i = resources - 1; i >= 0; i--) {
				if (i % forks + 1 == fork) {
					story.destroys(fork, end, end + 1, "resource" + i);
				}
				story.releases(fork, end + 2, "resource" + i);
			}
			story.leaves(fork, end + 10);
		}
		return story;
	}

}
