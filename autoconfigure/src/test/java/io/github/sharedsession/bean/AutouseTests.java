package io.github.sharedsession.bean;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.contextOf;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failures;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Shared beans that every test has without naming them.
 */
class AutouseTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final ClassLoader original = Thread.currentThread().getContextClassLoader();

	private final List<ClassPath> classPaths = new ArrayList<>();

	@AfterEach
	void restoreClassLoader() throws IOException {
		Thread.currentThread().setContextClassLoader(this.original);
		for (ClassPath classPath : this.classPaths) {
			classPath.close();
		}
	}

	@Test
	void testThatAsksHasTheBeans() throws IOException {
		autouse(AskedDefaults.class);
		runTests(AskingTestCase.class, AskingBootTestCase.class, AskingSliceTestCase.class);
		assertThat(Index.timesMade("asked for")).isOne();
	}

	@Test
	void testThatDoesNotAskMakesNothing() throws IOException {
		autouse(UnaskedDefaults.class);
		runTests(SilentTestCase.class, SilentBootTestCase.class, SilentSliceTestCase.class);
		assertThat(contextOf(SilentTestCase.class).containsBean("index")).isTrue();
		assertThat(Index.timesMade("not asked for")).isZero();
	}

	@Test
	void filesAreMerged() throws IOException {
		Path one = write("one", "# The first\n" + Defaults.class.getName() + "\n");
		Path other = write("other", MoreDefaults.class.getName() + " # and more\n" + Defaults.class.getName());
		use(one, other);
		ApplicationContext context = contextOf(SilentTestCase.class);
		assertThat(context.containsBean("index")).isTrue();
		assertThat(context.containsBean("more")).isTrue();
	}

	@Test
	void classThatTheTestImportsIsThatOfTheTest() throws IOException {
		autouse(ImportedDefaults.class);
		ApplicationContext context = contextOf(ImportingTestCase.class);
		assertThat(context.getBeanNamesForType(ImportedDefaults.class)).hasSize(1);
		assertThat(Index.timesMade("imported default")).as("made at once, as for any import").isOne();
	}

	@Test
	void beanThatTheTestNamesWins() throws IOException {
		autouse(Defaults.class);
		for (Class<?> testCase : List.of(SameNameTestCase.class, SameNameBootTestCase.class, OtherNameTestCase.class,
				OnTestClassTestCase.class)) {
			ApplicationContext context = contextOf(testCase);
			assertThat(context.getBean(Index.class).name()).as(testCase.getName()).isEqualTo("explicit");
		}
	}

	@Test
	void primaryBeanIsPreferredToThatOfTheTest() throws IOException {
		autouse(PrimaryDefaults.class);
		assertThat(contextOf(SameTypeTestCase.class).getBean(Index.class).name()).isEqualTo("primary");
	}

	@Test
	void propertyOfBeanThatHasLostIsGone() throws IOException {
		autouse(Defaults.class);
		assertThat(contextOf(SameNameTestCase.class).getEnvironment().getProperty("autouse.name")).isNull();
		assertThat(contextOf(SilentTestCase.class).getEnvironment().getProperty("autouse.name")).isEqualTo("default");
	}

	@Test
	void autoConfigurationSeesTheBeans() throws IOException {
		autouse(Defaults.class);
		ApplicationContext context = contextOf(ConditionsTestCase.class);
		assertThat(context.containsBean("fallback")).isFalse();
		assertThat(context.containsBean("byProperty")).isTrue();
	}

	@Test
	void testClassThatDoesNotWantThemHasAnotherContext() throws IOException {
		autouse(Defaults.class);
		ApplicationContext without = contextOf(WithoutTestCase.class);
		assertThat(without.containsBean("index")).isFalse();
		assertThat(contextOf(InheritingTestCase.class)).isSameAs(without);
		assertThat(contextOf(MetaTestCase.class)).isSameAs(without);
		assertThat(contextOf(WithoutTestCase.Inner.class)).isSameAs(without);
		ApplicationContext with = contextOf(SilentTestCase.class);
		assertThat(with.containsBean("index")).isTrue();
		assertThat(contextOf(WithoutTestCase.InnerOfItsOwn.class)).isSameAs(with);
		assertThat(contextOf(WantingTestCase.class)).isSameAs(with);
	}

	@Test
	void lowerContextOfHierarchyHasThoseOfTheUpper() throws IOException {
		autouse(Defaults.class);
		ApplicationContext child = contextOf(HierarchyTestCase.class);
		assertThat(child.containsLocalBean("index")).isFalse();
		assertThat(child.getBean("index", Index.class).name()).isEqualTo("default");
	}

	@Test
	void classThatDoesNotExistIsRefusedWithItsFile() throws IOException {
		use(write("wrong", "com.example.Missing"));
		assertThatExceptionOfType(SharedSessionConfigurationException.class).isThrownBy(AutouseConfigurations::find)
			.withMessageContaining("com.example.Missing")
			.withMessageContaining(this.directory.resolve("wrong").resolve(AutouseConfigurations.FILE).toString())
			.withMessageContaining("Action: Correct the name");
		assertThat(failures(SharedBeanTestSupport.execute(SilentTestCase.class))).singleElement()
			.satisfies((failure) -> assertThat(SharedBeanTestSupport.text(failure)).contains("com.example.Missing"));
	}

	@Test
	void classWithoutSharedBeanIsRefusedWithItsFile() throws IOException {
		Path right = write("right", Defaults.class.getName());
		use(right, write("empty", Empty.class.getName()));
		assertThatExceptionOfType(SharedSessionConfigurationException.class).isThrownBy(AutouseConfigurations::find)
			.withMessageContaining(Empty.class.getName() + ", which is to be part of every test context, has no")
			.withMessageContaining(this.directory.resolve("empty").resolve(AutouseConfigurations.FILE).toString())
			.withMessageNotContaining(right.toString());
	}

	@Test
	void classThatImportsInheritsOrContainsSharedBeansIsNotRefused() throws IOException {
		use(write("all", String.join("\n", ImportingConfig.class.getName(), InheritingConfig.class.getName(),
				ContainingConfig.class.getName())));
		assertThat(AutouseConfigurations.find()).hasSize(3);
	}

	@Test
	void filesAreLookedForOnce() throws IOException {
		ClassPath classPath = use(write("none", ""));
		assertThat(contextOf(SilentTestCase.class)).isSameAs(contextOf(WithoutTestCase.class));
		contextOf(SilentBootTestCase.class);
		assertThat(classPath.lookups).hasValue(1);
	}

	private void autouse(Class<?> configuration) throws IOException {
		use(write("default", configuration.getName()));
	}

	private Path write(String name, String content) throws IOException {
		Path file = this.directory.resolve(name).resolve(AutouseConfigurations.FILE);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
		return this.directory.resolve(name);
	}

	private ClassPath use(Path... directories) throws IOException {
		List<URL> urls = new ArrayList<>();
		for (Path directory : directories) {
			urls.add(directory.toUri().toURL());
		}
		ClassPath classPath = new ClassPath(urls.toArray(URL[]::new), this.original);
		this.classPaths.add(classPath);
		Thread.currentThread().setContextClassLoader(classPath);
		return classPath;
	}

	private static final class ClassPath extends URLClassLoader {

		private final AtomicInteger lookups = new AtomicInteger();

		ClassPath(URL[] urls, ClassLoader parent) {
			super(urls, parent);
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			if (name.equals(AutouseConfigurations.FILE)) {
				this.lookups.incrementAndGet();
			}
			return super.getResources(name);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Defaults {

		@SharedSessionBean
		static SharedBean<Index, Index> index() {
			return SharedBean.createdBy(() -> new Index("default")).property("autouse.name", Index::name);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class AskedDefaults {

		@SharedSessionBean
		Index index() {
			return Index.make("asked for");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class UnaskedDefaults {

		@SharedSessionBean
		Index index() {
			return Index.make("not asked for");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ImportedDefaults {

		@SharedSessionBean
		Index index() {
			return Index.make("imported default");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class MoreDefaults {

		@SharedSessionBean
		String more() {
			return "more";
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PrimaryDefaults {

		@SharedSessionBean
		@Primary
		Index primaryIndex() {
			return new Index("primary");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

		@Bean
		Object ordinary() {
			return new Object();
		}

	}

	@Import(MoreDefaults.class)
	static class ImportingConfig {

	}

	static class InheritingConfig extends MoreDefaults {

	}

	static class ContainingConfig {

		@Configuration(proxyBeanMethods = false)
		static class Inner extends MoreDefaults {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameNameConfig {

		@Bean
		Index index() {
			return new Index("explicit");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherNameConfig {

		@SharedSessionBean
		Index other() {
			return new Index("explicit");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BackingOff.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class BackingOff {

		@Bean
		@ConditionalOnMissingBean
		Index fallback() {
			return new Index("fallback");
		}

		@Bean
		@ConditionalOnProperty("autouse.name")
		Object byProperty() {
			return new Object();
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class AskingTestCase {

		@Test
		void asks(@Autowired Index index) {
			assertThat(index.name()).isEqualTo("asked for");
		}

	}

	@SpringBootTest(classes = Application.class)
	static class AskingBootTestCase extends AskingTestCase {

	}

	@JsonTest
	@ContextConfiguration(classes = Application.class)
	static class AskingSliceTestCase {

		@Test
		void asks(@Autowired Index index) {
			assertThat(index.name()).isEqualTo("asked for");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class SilentTestCase {

		@Test
		void asksForNothing() {
		}

	}

	@SpringBootTest(classes = SilentApplication.class)
	static class SilentBootTestCase {

		@Test
		void asksForNothing() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SilentApplication {

	}

	@JsonTest
	@ContextConfiguration(classes = SilentApplication.class)
	static class SilentSliceTestCase {

		@Test
		void asksForNothing() {
		}

	}

	@SpringBootTest(classes = Application.class)
	static class ConditionsTestCase {

	}

	@SpringJUnitConfig(Empty.class)
	@Import(ImportedDefaults.class)
	static class ImportingTestCase {

	}

	@SpringJUnitConfig(SameNameConfig.class)
	static class SameNameTestCase {

	}

	@SpringBootTest(classes = SameNameConfig.class)
	static class SameNameBootTestCase {

	}

	@SpringJUnitConfig(OtherNameConfig.class)
	static class OtherNameTestCase {

	}

	@SpringJUnitConfig(SameNameConfig.class)
	static class SameTypeTestCase {

	}

	@SpringBootTest(classes = SilentApplication.class)
	static class OnTestClassTestCase {

		@SharedSessionBean
		static Index index() {
			return new Index("explicit");
		}

	}

	@SpringJUnitConfig(Empty.class)
	@SharedSessionTest(autouse = false)
	static class WithoutTestCase {

		@Nested
		class Inner {

		}

		@Nested
		@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
		@SpringJUnitConfig(Empty.class)
		class InnerOfItsOwn {

		}

	}

	static class InheritingTestCase extends WithoutTestCase {

	}

	@SharedSessionTest
	static class WantingTestCase extends WithoutTestCase {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SharedSessionTest(autouse = false)
	@interface Bare {

	}

	@Bare
	@SpringJUnitConfig(Empty.class)
	static class MetaTestCase {

	}

	@SpringJUnitConfig
	@ContextHierarchy({ @ContextConfiguration(classes = Empty.class),
			@ContextConfiguration(classes = MoreDefaults.class) })
	static class HierarchyTestCase {

	}

}
