package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.endJvm;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that share nothing touch no file.
 */
class NothingSharedTests {

	@Test
	void contextWithSharedBeanCreatesFiles() {
		endJvm();
		Map<Path, Long> before = files();
		runner(SharedConfig.class).run((context) -> assertThat(files()).isNotEqualTo(before));
	}

	@Test
	void contextWithoutSharedBeanTouchesNoFile() {
		endJvm();
		Map<Path, Long> before = files();
		runTests(WithoutSharedBeanTestCase.class);
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void eachBeanDefinitionIsThatOfABean() {
		endJvm();
		Map<Path, Long> before = files();
		runner(NothingConfig.class).run((context) -> {
			assertThat(context.getBeanDefinitionNames()).doesNotContain(SharedBeanConfiguration.BEAN_NAME)
				.allSatisfy((name) -> assertThat(context.getBean(name)).isNotNull());
			assertThat(files()).isEqualTo(before);
		});
		runner(SharedConfig.class)
			.run((context) -> assertThat(context.getBeanDefinitionNames()).contains(SharedBeanConfiguration.BEAN_NAME)
				.allSatisfy((name) -> assertThat(context.getBean(name)).isNotNull()));
	}

	@Test
	void contextWhoseSharedBeansNobodyAsksForTouchesNoFile() {
		endJvm();
		Map<Path, Long> before = files();
		runner(LazyConfig.class).run((context) -> assertThat(files()).isEqualTo(before));
		assertThat(Index.timesMade("nothing shared, lazy")).isZero();
	}

	@Test
	void contextWithDisabledSharingTouchesNoFile() {
		endJvm();
		Map<Path, Long> before = files();
		runner(DisabledConfig.class).withPropertyValues("shared-session.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(Index.class);
			assertThat(files()).isEqualTo(before);
		});
	}

	/** Time can't be held in a test; what it goes by can. */
	@Test
	void forkWithoutSharedBeanLoadsFewClasses(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("classes.log");
		Process fork = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + log, "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Fork.class.getName())
			.inheritIO()
			.start();
		assertThat(fork.waitFor()).isZero();
		String source = "source: " + SharedBean.class.getProtectionDomain().getCodeSource().getLocation();
		List<String> loaded = Files.readAllLines(log).stream().filter((line) -> line.contains(source)).toList();
		assertThat(loaded).hasSizeBetween(20, 34);
		assertThat(loaded).filteredOn((line) -> line.contains(".core.") || line.contains(".store."))
			.hasSize(2)
			.anyMatch((line) -> line.contains(".JvmEnd "))
			.anyMatch((line) -> line.contains(".JvmRegistry "));
		assertThat(loaded).noneMatch((line) -> line.contains(".autoconfigure."));
	}

	/** All files of the root directory, with the times when they were changed. */
	static Map<Path, Long> files() {
		Map<Path, Long> files = new TreeMap<>();
		Path root = Path.of(System.getProperty("shared-session.directory"));
		if (Files.exists(root)) {
			try (Stream<Path> paths = Files.walk(root)) {
				for (Path path : (Iterable<Path>) paths::iterator) {
					files.put(path, Files.getLastModifiedTime(path).toMillis());
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return files;
	}

	static final class Fork {

		public static void main(String[] args) {
			try (LauncherSession session = LauncherFactory.openSession()) {
				session.getLauncher()
					.execute(LauncherDiscoveryRequestBuilder.request()
						.selectors(DiscoverySelectors.selectClass(WithoutSharedBeanTestCase.class))
						.build());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NothingConfig {

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedConfig {

		@SharedSessionBean
		Index index() {
			return new Index("creates files");
		}

	}

	@SpringJUnitConfig
	static class WithoutSharedBeanTestCase {

		@Test
		void test() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@Bean
			Index index() {
				return new Index("ordinary");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfig {

		@SharedSessionBean
		@Lazy
		Index index() {
			return Index.make("nothing shared, lazy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisabledConfig {

		@SharedSessionBean
		Index index() {
			return new Index("nothing shared, disabled");
		}

	}

}
