package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sharedsession.ConditionalOnForkNumber;
import io.github.sharedsession.ConditionalOnParallelTests;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.aot.TestContextAotGenerator;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Processing test contexts ahead of time makes nothing, and says what can't be known
 * then. What becomes of the generated code is seen in real builds.
 */
class AotProcessingTests {

	private static final String AOT_PROCESSING = "spring.aot.processing";

	@BeforeEach
	void beginAotProcessing() {
		System.setProperty(AOT_PROCESSING, "true");
	}

	@AfterEach
	void resetAotProcessing() {
		System.clearProperty(AOT_PROCESSING);
	}

	@Test
	void nothingIsMadeAndConditionsSeeTheBeans() throws Exception {
		endJvm();
		Map<Path, Long> before = NothingSharedTests.files();
		String code = process(AotTestCase.class);
		assertThat(NothingSharedTests.files()).isEqualTo(before);
		assertThat(Index.timesMade("aot")).isZero();
		assertThat(code)
			.contains("registerBeanDefinition(\"index\"", "registerBeanDefinition(\"recipe\"",
					"registerBeanDefinition(\"onTestClass\"", "registerBeanDefinition(\"whereRecipesBeanIs\"")
			.doesNotContain(SharedBeanConfiguration.class.getSimpleName());
	}

	@ParameterizedTest
	@ValueSource(
			classes = { PropertyConditionTestCase.class, ForkConditionTestCase.class, ParallelConditionTestCase.class })
	void whatIsNotKnownAheadOfTimeIsAnError(Class<?> testClass) {
		assertThatException().isThrownBy(() -> process(testClass))
			.havingRootCause()
			.isInstanceOf(SharedSessionConfigurationException.class)
			.withMessageContaining("while tests are processed ahead of time")
			.withMessageContaining("@DisabledInAotMode");
	}

	private static String process(Class<?> testClass) throws Exception {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files).processAheadOfTime(Stream.of(testClass));
		StringBuilder code = new StringBuilder();
		for (String name : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
			code.append(files.getGeneratedFileContent(Kind.SOURCE, name));
		}
		return code.toString();
	}

	@SpringJUnitConfig
	static class AotTestCase {

		@Autowired
		Index index;

		@SharedSessionBean
		static SharedBean<Index, StringBuilder> onTestClass(Index index) {
			return SharedBean.createdBy(() -> Index.make("aot"))
				.connectedBy((value) -> new StringBuilder(index.name() + value.name()));
		}

		@Configuration(proxyBeanMethods = false)
		@ImportAutoConfiguration(AutoConfig.class)
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("aot");
			}

			@SharedSessionBean
			static SharedBean<Index, List<String>> recipe() {
				return SharedBean.createdBy(() -> Index.make("aot"))
					.connectedBy((index) -> List.of(index.name()))
					.property("aot.name", Index::name);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AutoConfig {

		@Bean
		@ConditionalOnBean({ List.class, StringBuilder.class })
		String whereRecipesBeanIs() {
			return "there";
		}

	}

	@SpringJUnitConfig
	static class PropertyConditionTestCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static SharedBean<String, String> recipe() {
				return SharedBean.createdBy(() -> "made").property("aot.name", (name) -> name);
			}

			@Bean
			@ConditionalOnProperty("aot.name")
			StringBuilder builder() {
				return new StringBuilder();
			}

		}

	}

	@SpringJUnitConfig
	static class ForkConditionTestCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@Bean
			@ConditionalOnForkNumber(1)
			String bean() {
				return "first fork";
			}

		}

	}

	@SpringJUnitConfig
	static class ParallelConditionTestCase {

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@Bean
			@ConditionalOnParallelTests
			String bean() {
				return "parallel";
			}

		}

	}

}
