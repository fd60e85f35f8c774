package io.github.sharedsession.clinic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;

import javax.sql.DataSource;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Writes down, for the proof, which JVM and which database each test class has used.
 */
class UseListener implements TestExecutionListener {

	@Override
	public void afterTestClass(TestContext testContext) throws Exception {
		if (testContext.hasApplicationContext()) {
			add(testContext.getTestClass().getSimpleName(), databaseOf(testContext.getApplicationContext()));
		}
	}

	private static String databaseOf(ApplicationContext context) throws Exception {
		DataSource dataSource = context.getBeanProvider(DataSource.class).getIfAvailable();
		if (dataSource == null) {
			return "none";
		}
		try (Connection connection = dataSource.getConnection()) {
			return connection.getCatalog();
		}
	}

	private static void add(String testClass, String database) throws IOException {
		Path ledger = Path.of(System.getProperty("clinic.ledger", "target/clinic-ledger/uses.log"));
		Files.createDirectories(ledger.getParent());
		Files.writeString(ledger, ProcessHandle.current().pid() + " " + testClass + " " + database + "\n",
				StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

}
