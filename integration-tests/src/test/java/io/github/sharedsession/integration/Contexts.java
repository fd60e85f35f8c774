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

	FixtureBuild configure(FixtureBuild build) {
		if (this == CLOSING_EARLY) {
			build.property("spring.test.context.cache.maxSize", "1");
		}
		return build.tests(this.tests);
	}

}
