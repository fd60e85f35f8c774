package io.github.sharedsession.bean;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.core.process.SessionRoot;
import io.github.sharedsession.core.session.CacheLimits;
import io.github.sharedsession.core.session.SessionSettings;
import io.github.sharedsession.store.RootLocation;
import io.github.sharedsession.store.jdbc.JdbcSettings;
import io.github.sharedsession.store.redis.RedisSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The settings that are fixed for a JVM, and those of a context.
 */
class JvmSettingsTests {

	@Test
	void directoryIsTakenFromSystemProperty() {
		assertThat(new JvmSettings().sessionSettings().directory())
			.isEqualTo(Path.of(System.getProperty("shared-session.directory")).toAbsolutePath());
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "", "home", "/dev/null" })
	void directoryIsOutsideOfTheProjectWhereThereIsNoHome(String home) {
		Path directory = withProperty("user.home", home, () -> directory(" "));
		assertThat(directory).isAbsolute();
		assertThat(directory.startsWith(Path.of("").toAbsolutePath())).as("%s", directory).isFalse();
		assertThat(directory.startsWith("/dev/null")).as("%s", directory).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void settingWithoutAValueIsNotSet(String blank) {
		assertThat(directory(blank)).isEqualTo(RootLocation.byDefault().path());
		assertThat(withProperty("shared-session.id", blank, () -> new JvmSettings().sessionSettings().id())).isNull();
	}

	@Test
	void relativeDirectoryIsRelativeToTheRootOfTheBuild() {
		assertThat(directory("target/sessions")).isEqualTo(SessionRoot.of("target/sessions").path()).isAbsolute();
	}

	private static Path directory(String setting) {
		return withProperty("shared-session.directory", setting, () -> new JvmSettings().sessionSettings().directory());
	}

	private static <T> T withProperty(String name, String value, Supplier<T> supplier) {
		String original = System.setProperty(name, value);
		try {
			return supplier.get();
		}
		finally {
			if (original != null) {
				System.setProperty(name, original);
			}
			else {
				System.clearProperty(name);
			}
		}
	}

	@Test
	void contextMayWantNoReport() {
		MockEnvironment environment = new MockEnvironment();
		assertThat(ContextSettings.of(environment).report()).isTrue();
		assertThat(ContextSettings.of(environment.withProperty("shared-session.report", "false")).report()).isFalse();
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> ContextSettings.of(environment.withProperty("shared-session.report", "sometimes")))
			.withMessageContaining("shared-session.report has a value that is neither true nor false")
			.withMessageContaining("Write one of them.");
	}

	@Test
	void lingerIsTwoSecondsAndIdIsDetectedByDefault() {
		assertThat(new JvmSettings().sessionSettings().linger()).isEqualTo(Duration.ofSeconds(2));
		assertThat(new JvmSettings().sessionSettings().id()).isNull();
	}

	@Test
	void settingsAreTakenFromFileAtTheRootOfTheClassPath(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("shared-session.properties"),
				"shared-session.id=from file\nshared-session.linger=7s\nshared-session.directory=/overridden\n");
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, original)) {
			Thread.currentThread().setContextClassLoader(loader);
			JvmSettings settings = new JvmSettings();
			assertThat(settings.sessionSettings().id()).isEqualTo("from file");
			assertThat(settings.sessionSettings().linger()).isEqualTo(Duration.ofSeconds(7));
			assertThat(settings.sessionSettings().directory().toString()).doesNotContain("overridden");
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
	}

	@Test
	void limitsOfTheCacheAreTakenFromFile(@TempDir Path directory) throws IOException {
		assertThat(new JvmSettings().sessionSettings().cache()).isEqualTo(CacheLimits.DEFAULT);
		assertThat(sessionSettings(directory, "cache.max-age=7d", "cache.max-entries=1").cache())
			.isEqualTo(new CacheLimits(Duration.ofDays(7), 1));
		for (String invalid : List.of("max-age=soon", "max-age=-1s", "max-entries=0", "max-entries=few")) {
			assertThatExceptionOfType(SharedSessionConfigurationException.class)
				.isThrownBy(() -> sessionSettings(directory, "cache." + invalid))
				.withMessageContaining("shared-session.cache." + invalid.substring(0, invalid.indexOf('=')));
		}
	}

	@Test
	void databaseOfTheStoreIsTakenFromFile(@TempDir Path directory) throws IOException {
		assertThat(new JvmSettings().sessionSettings().server()).isNull();
		assertThat(sessionSettings(directory, "store=file", "jdbc.url=jdbc:postgresql://host/db").server()).isNull();
		SessionSettings settings = sessionSettings(directory, "store=jdbc", "id=7",
				"jdbc.url=jdbc:postgresql://host/db", "jdbc.username=user", "jdbc.password=secret");
		assertThat(settings.server()).isEqualTo(new JdbcSettings("jdbc:postgresql://host/db", "user", "secret"));
		assertThat(settings.toString()).doesNotContain("secret");
	}

	@Test
	void redisOfTheStoreIsTakenFromFile(@TempDir Path directory) throws IOException {
		assertThat(sessionSettings(directory, "store=redis", "id=7", "redis.url=redis://host").server())
			.isEqualTo(new RedisSettings("redis://host", null, null, "shared-session", Duration.ofSeconds(10)));
		SessionSettings settings = sessionSettings(directory, "store=redis", "id=7", "redis.url=rediss://a:secret@host",
				"redis.username=user", "redis.password=secret", "redis.key-prefix=ci", "redis.lease=20s");
		assertThat(settings.server())
			.isEqualTo(new RedisSettings("rediss://a:secret@host", "user", "secret", "ci", Duration.ofSeconds(20)));
		assertThat(settings.toString()).contains("rediss://host").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "999ms", "61m", "soon" })
	void leaseThatNobodyCanKeepIsRefused(String lease, @TempDir Path directory) {
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> sessionSettings(directory, "store=redis", "id=7", "redis.url=redis://host",
					"redis.lease=" + lease))
			.withMessageContaining("shared-session.redis.lease")
			.withMessageContaining("Action:");
	}

	@Test
	void storeThatLacksSomethingOrIsUnknownIsRefused(@TempDir Path directory) {
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> sessionSettings(directory, "store=memory"))
			.withMessageContaining("shared-session.store is 'memory'")
			.withMessageContaining("Write file, jdbc or redis.");
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> sessionSettings(directory, "store=jdbc", "id=7"))
			.withMessageContaining("shared-session.jdbc.url");
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> sessionSettings(directory, "store=redis", "id=7"))
			.withMessageContaining("shared-session.redis.url");
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> sessionSettings(directory, "store=jdbc", "jdbc.url=jdbc:postgresql://host/db"))
			.withMessageContaining("shared-session.id is not set")
			.withMessageContaining("SHARED_SESSION_ID=");
	}

	@Test
	void idThatIsMissingIsSuggestedForTheBuildServer() {
		assertThat(SessionIds.missing(Map.of("GITHUB_RUN_ID", "1", "GITHUB_RUN_ATTEMPT", "2")).getAction()).contains(
				"As this seems to be GitHub Actions: SHARED_SESSION_ID=\"${GITHUB_RUN_ID}-${GITHUB_RUN_ATTEMPT}\".");
		assertThat(SessionIds.missing(Map.of("CI_PIPELINE_ID", "1")).getAction())
			.contains("GitLab: SHARED_SESSION_ID=\"${CI_PIPELINE_ID}\".");
		assertThat(SessionIds.missing(Map.of("HOME", "/")).getAction()).contains("${BUILD_TAG} on Jenkins",
				"${CIRCLE_WORKFLOW_ID} on CircleCI");
	}

	private static SessionSettings sessionSettings(Path directory, String... settings) throws IOException {
		Files.writeString(directory.resolve("shared-session.properties"),
				"shared-session." + String.join("\nshared-session.", settings) + "\n");
		ClassLoader original = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, original)) {
			Thread.currentThread().setContextClassLoader(loader);
			return new JvmSettings().sessionSettings();
		}
		finally {
			Thread.currentThread().setContextClassLoader(original);
		}
	}

	@Test
	void waitTimeoutIsTakenFromJUnitConfigurationParameter() {
		try (OwnTestRun run = new OwnTestRun()) {
			run.launcher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(EmptyTestCase.class))
					.configurationParameter("shared-session.wait-timeout", "7m")
					.build());
		}
		finally {
			// The session of this very test goes on
			endJvm();
		}
		MockEnvironment environment = new MockEnvironment();
		assertThat(ContextSettings.of(environment).waitTimeout()).isEqualTo(Duration.ofMinutes(7));
		environment.setProperty("shared-session.wait-timeout", "90s");
		assertThat(ContextSettings.of(environment).waitTimeout()).isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void sharingIsEnabledByDefault() {
		assertThat(ContextSettings.of(new MockEnvironment()).enabled()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "enabled", "wait-timeout" })
	void settingOfContextThatCanNotBeReadIsRefused(String name) {
		MockEnvironment environment = new MockEnvironment().withProperty("shared-session." + name, "nonsense");
		assertThatExceptionOfType(SharedSessionConfigurationException.class)
			.isThrownBy(() -> ContextSettings.of(environment))
			.withMessageContaining("shared-session." + name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "directory=/elsewhere", "id=other", "linger=17s", "host=false", "host-options=-Xmx1g",
			"cache.max-age=1d", "cache.max-entries=7", "store=jdbc", "jdbc.url=jdbc:postgresql://host/db",
			"jdbc.username=user", "jdbc.password=secret", "redis.url=redis://host", "redis.username=user",
			"redis.password=secret", "redis.key-prefix=ci", "redis.lease=20s" })
	void contextThatSetsWhatIsFixedForTheJvmIsRefused(String property) {
		SharedSessionConfigurationException failure = failure(SharedSessionConfigurationException.class,
				runner(SharedConfig.class).withPropertyValues("shared-session." + property));
		String source = property.startsWith("directory") ? "'systemProperties' in the JVM" : "its default in the JVM";
		assertThat(failure).hasMessageContaining("shared-session." + property.substring(0, property.indexOf('=')))
			.hasMessageContaining(source)
			.hasMessageContaining("'test' in the context")
			.hasMessageNotContaining("secret");
		assertThat(failure.getAction()).contains("shared-session.properties");
		assertThat(Index.timesMade("fixed settings")).isZero();
	}

	@Test
	void contextThatSetsNothingIsNotRefused() {
		runner(NothingConfig.class).withPropertyValues("shared-session.directory=", "shared-session.id= ")
			.run((context) -> context.getBean(Index.class).assertIsShared("nothing set"));
	}

	@Test
	void contextThatSetsTheSameAsTheJvmIsNotRefused() {
		runner(SameConfig.class)
			.withPropertyValues("shared-session.directory=" + System.getProperty("shared-session.directory"))
			.run((context) -> context.getBean(Index.class).assertIsShared("same settings"));
	}

	@Configuration(proxyBeanMethods = false)
	static class SharedConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("fixed settings");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("same settings");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NothingConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("nothing set");
		}

	}

	static class EmptyTestCase {

		@Test
		void test() {
		}

	}

}
