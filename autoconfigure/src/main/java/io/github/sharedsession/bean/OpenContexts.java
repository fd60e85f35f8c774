package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContext;

/**
 * The contexts that use shared beans and have not been closed. A context that is closed
 * at the end of the test run must also leave the context cache, as an embedder may run
 * tests again in this JVM.
 */
final class OpenContexts {

	private static final Log logger = LogFactory.getLog(OpenContexts.class);

	private final Map<ConfigurableApplicationContext, Optional<TestContext>> contexts = new LinkedHashMap<>();

	synchronized void add(ConfigurableApplicationContext context) {
		this.contexts.putIfAbsent(context, Optional.empty());
	}

	synchronized void remove(ConfigurableApplicationContext context) {
		this.contexts.remove(context);
	}

	/**
	 * Remember by which test context an application context can be taken out of the
	 * cache.
	 * @param context the application context, of no interest unless it uses shared beans
	 * @param testContext a test context without any test instance
	 */
	synchronized void associate(ApplicationContext context, TestContext testContext) {
		if (context instanceof ConfigurableApplicationContext configurable) {
			this.contexts.computeIfPresent(configurable, (key, value) -> Optional.of(testContext));
		}
	}

	void closeAll() {
		List<Map.Entry<ConfigurableApplicationContext, Optional<TestContext>>> open;
		synchronized (this) {
			open = new ArrayList<>(this.contexts.entrySet());
			this.contexts.clear();
		}
		Collections.reverse(open);
		open.forEach((entry) -> close(entry.getKey(), entry.getValue()));
	}

	private static void close(ConfigurableApplicationContext context, Optional<TestContext> testContext) {
		try {
			testContext.ifPresent((cached) -> cached.markApplicationContextDirty(null));
		}
		catch (RuntimeException ex) {
			logger.debug("The context was not in the cache", ex);
		}
		try {
			context.close();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A context that uses shared beans could not be closed", ex);
		}
	}

}
