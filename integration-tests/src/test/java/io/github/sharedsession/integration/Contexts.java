package io.github.sharedsession.integration;

/**
 * The context configurations of the fixture's test classes.
 */
enum Contexts {

	/** All test classes have one context configuration. */
	ONE("onecontext", "server,index"),

	/**
	 * Several context configurations with different shared beans; what depends on the
	 * server and the server are last held by different forks.
	 */
	SEVERAL("severalcontexts", "server,schema,queue,index"),

	/** Contexts close before their fork ends. */
	CLOSING_EARLY("earlyclose", "server,schema");

	private final String tests;

	private final String resources;

	Contexts(String tests, String resources) {
		this.tests = tests;
		this.resources = resources;
	}

	String[] resources() {
		return this.resources.split(",", -1);
	}

	/**
	 * Let a build run all test classes of this kind.
	 * @param build the build
	 * @return the build
	 */
	FixtureBuild all(FixtureBuild build) {
		return some(build, "*");
	}

	/**
	 * Let a build run few test classes of this kind, of each configuration at least one.
	 * @param build the build
	 * @return the build
	 */
	FixtureBuild few(FixtureBuild build) {
		return some(build, "AnEarly*", "*1", "OneContext?2");
	}

	private FixtureBuild some(FixtureBuild build, String... classes) {
		if (this == CLOSING_EARLY) {
			build.property("spring.test.context.cache.maxSize", "1");
		}
		if (this == ONE) {
			build.meetingAtEnd();
		}
		return build.tests(this.tests, classes);
	}

}
