package io.github.sharedsession.clinic;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.jdbc.SharedDatabase;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;

/**
 * All that the tests need besides the starter. Listed in
 * {@code META-INF/spring/io.github.sharedsession.SharedSessionBean.imports}, so that no
 * test has to name it.
 */
@TestConfiguration(proxyBeanMethods = false)
public class ClinicDatabase {

	@SharedSessionBean
	static SharedBean<?, JdbcConnectionDetails> database() {
		return SharedDatabase.embeddedPostgres().build();
	}

}
