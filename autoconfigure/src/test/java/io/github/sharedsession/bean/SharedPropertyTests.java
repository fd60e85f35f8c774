package io.github.sharedsession.bean;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedPropertyTooEarlyException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that a recipe adds to the environment.
 */
class SharedPropertyTests {

	@Test
	void propertyIsSeenByConditionOfAutoConfiguration() {
		runner(ConditionConfig.class)
			.run((context) -> assertThat(context.getBean(Server.class).url()).isEqualTo("http://condition"));
	}

	@Test
	void propertyIsSeenByValueAndConfigurationProperties() {
		runner(BindingConfig.class).run((context) -> {
			assertThat(context.getBean("text")).isEqualTo("http://binding");
			assertThat(context.getBean(ServerProperties.class).url()).isEqualTo("http://binding");
			assertThat(context.getBean(ServerProperties.class).maxConnections()).isEqualTo(7);
		});
		assertThat(Index.timesMade("binding")).isOne();
	}

	@Test
	void propertyThatNobodyAsksForCreatesNothing() {
		runner(LazyConfig.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Index.timesMade("lazy property")).isZero();
			assertThat(context.getEnvironment().containsProperty("test.server.url")).isTrue();
			assertThat(Index.timesMade("lazy property")).isZero();
			assertThat(context.getEnvironment().getProperty("test.server.url")).isEqualTo("http://lazy property");
			assertThat(Index.timesMade("lazy property")).isOne();
		});
	}

	@Test
	void propertyAndBeanShareOneResourceOverContexts() {
		ApplicationContextRunner runner = runner(BothConfig.class);
		runner.run((first) -> runner.run((second) -> {
			assertThat(second.getEnvironment().getProperty("test.server.url")).isEqualTo("http://both");
			assertThat(second.getBean(Client.class).index().name()).isEqualTo("both");
		}));
		assertThat(Index.timesMade("both")).isOne();
	}

	@Test
	void propertyMayDependOnTheEnvironment() {
		runner(EnvironmentConfig.class).withPropertyValues("test.scheme=https")
			.run((context) -> assertThat(context.getEnvironment().getProperty("test.server.url"))
				.isEqualTo("https://environment"));
	}

	@Test
	void propertyOfImportedConfigurationIsSeen() {
		runner(ImportingConfig.class)
			.run((context) -> assertThat(context.getBean("text")).isEqualTo("http://imported property"));
	}

	@Test
	void propertyOfConfigurationOutsideItsProfileIsAbsent() {
		runner(ProfileConfig.class)
			.run((context) -> assertThat(context.getEnvironment().getProperty("test.profile.url")).isNull());
	}

	@Test
	void propertyOfStaticMethodOnTestClassIsSeen() {
		runTests(OnTestClassTestCase.class);
	}

	@Test
	void propertyOfConfigurationImportedByTestClassIsSeen() {
		runTests(ImportingTestCase.class);
	}

	@Test
	void propertyOfInstanceMethodIsRefused() {
		SharedPropertyTooEarlyException failure = failure(SharedPropertyTooEarlyException.class,
				runner(InstanceConfig.class));
		assertThat(failure).hasMessageContaining("'server'")
			.hasMessageContaining(InstanceConfig.class.getName() + ".server()")
			.hasMessageContaining("'test.server.url'");
		assertThat(failure.getAction()).contains("static SharedBean<...> server(Environment environment)");
		assertThat(Index.timesMade("instance property")).isZero();
	}

	@Test
	void propertyOfStaticMethodWithOtherParametersIsRefused() {
		SharedPropertyTooEarlyException failure = failure(SharedPropertyTooEarlyException.class,
				runner(ParameterConfig.class));
		assertThat(failure).hasMessageContaining("'server'").hasMessageContaining("'test.server.url'");
	}

	private static SharedBean<Index, Client> server(String name) {
		return SharedBean.createdBy(() -> Index.make(name))
			.connectedBy(Client::new)
			.property("test.server.url", (index) -> "http://" + index.name())
			.property("test.server.max-connections", (index) -> 7);
	}

	record Server(String url) {
	}

	@AutoConfiguration
	@ConditionalOnProperty("test.server.url")
	static class ServerAutoConfiguration {

		@Bean
		Server autoConfiguredServer(Environment environment) {
			return new Server(environment.getRequiredProperty("test.server.url"));
		}

	}

	@ConfigurationProperties("test.server")
	record ServerProperties(String url, int maxConnections) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServerAutoConfiguration.class)
	static class ConditionConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("condition");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServerProperties.class)
	static class BindingConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("binding");
		}

		@Bean
		String text(@Value("${test.server.url}") String url) {
			return url;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfig {

		@SharedSessionBean
		@Lazy
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("lazy property");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BothConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("both");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EnvironmentConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server(Environment environment) {
			String scheme = environment.getRequiredProperty("test.scheme");
			return SharedBean.createdBy(() -> Index.make("environment"))
				.connectedBy(Client::new)
				.property("test.server.url", (index) -> scheme + "://" + index.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImportedConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("imported property");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ImportedConfig.class)
	static class ImportingConfig {

		@Bean
		String text(@Value("${test.server.url}") String url) {
			return url;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProfileConfig {

		@SharedSessionBean
		@Profile("never")
		static SharedBean<Index, Client> server() {
			return SharedBean.createdBy(() -> Index.make("profile"))
				.connectedBy(Client::new)
				.property("test.profile.url", Index::name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServerAutoConfiguration.class)
	static class AutoConfigured {

	}

	@SpringJUnitConfig(AutoConfigured.class)
	static class OnTestClassTestCase {

		@SharedSessionBean("orderServer")
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("property on test class");
		}

		@Test
		void propertyIsSeen(@Autowired Server server) {
			assertThat(server.url()).isEqualTo("http://property on test class");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImportedByTestClassConfig {

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("property imported by test class");
		}

	}

	@SpringJUnitConfig(AutoConfigured.class)
	@Import(ImportedByTestClassConfig.class)
	static class ImportingTestCase {

		@Test
		void propertyIsSeen(@Autowired Server server) {
			assertThat(server.url()).isEqualTo("http://property imported by test class");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InstanceConfig {

		@SharedSessionBean
		SharedBean<Index, Client> server() {
			return SharedPropertyTests.server("instance property");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ParameterConfig {

		@Bean
		AtomicInteger counter() {
			return new AtomicInteger();
		}

		@SharedSessionBean
		static SharedBean<Index, Client> server(AtomicInteger counter) {
			counter.incrementAndGet();
			return SharedPropertyTests.server("parameter property");
		}

	}

}
