package io.github.sharedsession.sample.shared;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.sharedsession.sample.shared.SharingLedger.Event;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Writes to the ledger which test class has used which database, in the words of the
 * database.
 */
class SharingLedgerListener implements TestExecutionListener, Ordered {

	private static final String DATABASE = SharingLedgerListener.class.getName() + ".database";

	@Override
	public int getOrder() {
		// The first of all after a test, as long as its context is open
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void afterTestMethod(TestContext testContext) throws SQLException {
		if (!testContext.hasAttribute(DATABASE)) {
			testContext.setAttribute(DATABASE,
					askForName(testContext.getApplicationContext().getBean(JdbcConnectionDetails.class)));
		}
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		if (testContext.getAttribute(DATABASE) instanceof String database) {
			SharingLedger.append(Event.USED, testContext.getTestClass().getSimpleName(), database);
		}
	}

	private static String askForName(JdbcConnectionDetails database) throws SQLException {
		try (Connection connection = DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(),
				database.getPassword());
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("""
						select current_database() || ',' || extract(epoch from pg_postmaster_start_time())""")) {
			rows.next();
			return rows.getString(1);
		}
	}

}
