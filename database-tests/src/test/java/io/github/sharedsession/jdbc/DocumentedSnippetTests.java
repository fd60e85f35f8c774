package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.sql.DataSource;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.zaxxer.hikari.HikariDataSource;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistrar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page about databases shows.
 */
class DocumentedSnippetTests {

	private static final Path PAGE = Path.of("../docs/databases.md");

	private static final String IMPORTS = """
			import io.github.sharedsession.*;
			import io.github.sharedsession.jdbc.*;
			import io.github.sharedsession.server.*;
			import org.springframework.boot.jdbc.autoconfigure.*;
			import org.springframework.context.annotation.*;
			import org.springframework.test.context.*;
			""";

	@BeforeEach
	void beginLedger(@TempDir Path directory) {
		Ledger.begin(directory.resolve("ledger"));
	}

	@Test
	void methodsOnThePageCompile(@TempDir Path directory) throws IOException {
		List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(PAGE))
			.results()
			.map((MatchResult match) -> match.group(1))
			.filter((snippet) -> snippet.contains("hosted(") || snippet.contains("DynamicPropertyRegistrar"))
			.toList();
		assertThat(snippets).hasSize(2);
		for (String snippet : snippets) {
			assertThat(compile(snippet, directory)).isEmpty();
		}
	}

	private static List<String> compile(String members, Path directory) {
		JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Snippet.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return IMPORTS + "class Snippet {\n" + members + "}";
			}

		};
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
		compiler
			.getTask(null, null, errors,
					List.of("-proc:none", "-d", directory.toString(), "-cp",
							System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
					null, List.of(source))
			.call();
		return errors.getDiagnostics()
			.stream()
			.filter((error) -> error.getKind() == javax.tools.Diagnostic.Kind.ERROR)
			.map((error) -> error.getMessage(Locale.ROOT))
			.toList();
	}

	@Test
	void dataSourceOfTheApplicationIsLedToTheCopyOfEachTest() {
		TestRun.succeeding(OwnPropertiesCase.class);
		assertThat(Ledger.lines("database")).hasSize(2)
			.doesNotHaveDuplicates()
			.allMatch((url) -> url.startsWith("jdbc:h2:mem:shared_session_"));
	}

	@SpringBootTest(properties = "shop.database.url=jdbc:postgresql://localhost:1/production")
	static class OwnPropertiesCase {

		@RepeatedTest(2)
		void findsOnlyWhatTheMigrationsWrote(@Autowired DataSource dataSource) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			assertThat(jdbc.queryForObject("select count(*) from item", Integer.class)).isEqualTo(1);
			jdbc.update("insert into item (id, name) values (2, 'mine')");
			Ledger.add("database",
					"jdbc:h2:mem:" + jdbc.queryForList("select lower(current_catalog)", String.class).get(0));
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static SharedBean<?, JdbcConnectionDetails> database() {
				return SharedDatabase.h2().migratedBy(Migrations.flyway()).copied(DatabaseCopy.PER_TEST).build();
			}

			@Bean
			static DynamicPropertyRegistrar databaseProperties(JdbcConnectionDetails database) {
				return (registry) -> {
					registry.add("shop.database.url", database::getJdbcUrl);
					registry.add("shop.database.user", database::getUsername);
					registry.add("shop.database.password", database::getPassword);
				};
			}

			@Bean
			DataSource dataSource(@Value("${shop.database.url}") String url,
					@Value("${shop.database.user}") String user, @Value("${shop.database.password}") String password) {
				HikariDataSource dataSource = new HikariDataSource();
				dataSource.setJdbcUrl(url);
				dataSource.setUsername(user);
				dataSource.setPassword(password);
				return dataSource;
			}

		}

	}

}
