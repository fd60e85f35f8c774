package io.github.sharedsession.jdbc;

import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why there are several databases where one was expected.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseAccountTests {

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void accountNamesThePropertyThatDiffersAndNoValue(CapturedOutput output) {
		TestRun.succeeding(FirstCase.class, SecondCase.class, ThirdCase.class);
		assertThat(accountOf("differing", output)).isNotEmpty()
			.allSatisfy((line) -> assertThat(line)
				.contains("3 different ones, since contexts differ in spring.flyway.placeholders, spring.sql.init.mode")
				.doesNotContain("spring.flyway.locations"));
		assertThat(output.getOut()).doesNotContain("first-secret").doesNotContain("second-secret");
	}

	@Test
	void accountOfOneDatabaseNamesNothing(CapturedOutput output) {
		TestRun.succeeding(OneCase.class, OtherContextCase.class);
		assertThat(accountOf("onlyOne", output)).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).contains("created by").doesNotContain("different ones"));
	}

	/** The account is one of all test classes of this JVM, other databases included. */
	private static List<String> accountOf(String bean, CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.startsWith("  " + bean + " ")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> differing() {
			return SharedDatabase.h2().build();
		}

	}

	abstract static class Case {

		@Test
		void needsTheDatabase(@Autowired JdbcConnectionDetails details) {
			assertThat(details.getJdbcUrl()).isNotEmpty();
		}

	}

	@SpringBootTest(classes = Database.class, properties = "spring.flyway.placeholders.x=first-secret")
	static class FirstCase extends Case {

	}

	@SpringBootTest(classes = Database.class, properties = "spring.flyway.placeholders.x=second-secret")
	static class SecondCase extends Case {

	}

	@SpringBootTest(classes = Database.class,
			properties = { "spring.flyway.placeholders.x=first-secret", "spring.sql.init.mode=never" })
	static class ThirdCase extends Case {

	}

	@Configuration(proxyBeanMethods = false)
	static class OneDatabase {

		@SharedSessionBean
		static SharedBean<?, JdbcConnectionDetails> onlyOne() {
			return SharedDatabase.h2().build();
		}

	}

	@SpringBootTest(classes = OneDatabase.class)
	static class OneCase extends Case {

	}

	@SpringBootTest(classes = OneDatabase.class, properties = "another=context")
	static class OtherContextCase extends Case {

	}

}
