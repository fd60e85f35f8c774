package io.github.sharedsession.bean;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.runTests;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a shared bean can be declared.
 */
class PlacementTests {

	@Test
	void instanceMethodOfProxiedConfigurationIsShared() {
		runTests(ProxiedTestCase.class);
	}

	@Test
	void instanceMethodOfUnproxiedConfigurationIsShared() {
		runTests(UnproxiedTestCase.class);
	}

	@Test
	void staticMethodOfProxiedConfigurationIsShared() {
		runTests(StaticProxiedTestCase.class);
	}

	@Test
	void staticMethodOfUnproxiedConfigurationIsShared() {
		runTests(StaticUnproxiedTestCase.class);
	}

	@Test
	void methodOfNestedTestConfigurationIsShared() {
		runTests(NestedTestConfigurationTestCase.class);
	}

	@Test
	void methodOfTestConfigurationImportedByTestClassIsShared() {
		runTests(ImportingTestCase.class);
	}

	@Test
	void methodOfConfigurationImportedByConfigurationIsShared() {
		runTests(TransitivelyImportingTestCase.class);
	}

	@Test
	void methodInheritedByConfigurationIsShared() {
		runTests(InheritedByConfigurationTestCase.class);
	}

	@Test
	void defaultMethodOfInterfaceOfConfigurationIsShared() {
		runTests(DefaultMethodTestCase.class);
	}

	@Test
	void staticMethodOfTestClassIsShared() {
		runTests(OnTestClassTestCase.class);
	}

	@Test
	void staticMethodOfTestClassWithoutConfigurationIsShared() {
		runTests(WithoutConfigurationTestCase.class);
	}

	@Test
	void staticRecipeMethodOfTestClassIsShared() {
		runTests(RecipeOnTestClassTestCase.class);
	}

	@Test
	void staticMethodOfSuperclassOfTestClassIsShared() {
		runTests(InheritingTestCase.class);
	}

	@Test
	void staticMethodOfInterfaceOfTestClassIsShared() {
		runTests(ImplementingTestCase.class);
	}

	@Test
	void staticMethodOfEnclosingClassIsSharedInNestedTestClass() {
		runTests(EnclosingTestCase.class);
	}

	@Test
	void primaryStaticMethodOfTestClassIsPreferred() {
		runTests(PrimaryOnTestClassTestCase.class);
	}

	@Test
	void methodOnTestClassThatIsItsOwnConfigurationIsDeclaredOnce() {
		runTests(OwnConfigurationTestCase.class);
	}

	@Test
	void nameGivesBeanNameAndAliases() {
		runTests(NameTestCase.class);
	}

	@Test
	void valueGivesBeanName() {
		runTests(ValueTestCase.class);
	}

	@Test
	void nameGivesBeanNameAndAliasesOnTestClass() {
		runTests(NameOnTestClassTestCase.class);
	}

	@Test
	void composedAnnotationIsShared() {
		runTests(ComposedTestCase.class);
	}

	@Test
	void composedAnnotationIsSharedOnTestClass() {
		runTests(ComposedOnTestClassTestCase.class);
	}

	@Test
	void methodOnTestClassWithImportIsRefusedWithTheWayOut() {
		assertThat(SharedBeanTestSupport.failures(SharedBeanTestSupport.execute(ImportAndMethodTestCase.class)))
			.singleElement()
			.satisfies((failure) -> assertThat(SharedBeanTestSupport.text(failure)).contains("ImportAndMethodTestCase",
					"@Import", "nested class with @TestConfiguration"));
		assertThat(Index.timesMade("refused")).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@SharedSessionBean
	@interface Expensive {

	}

	@SpringJUnitConfig
	static class ProxiedTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("proxied");
		}

		@Configuration
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("proxied");
			}

		}

	}

	@SpringJUnitConfig
	static class UnproxiedTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("unproxied");
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("unproxied");
			}

		}

	}

	@SpringJUnitConfig
	static class StaticProxiedTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("static proxied");
		}

		@Configuration
		static class Config {

			@SharedSessionBean
			static Index index() {
				return Index.make("static proxied");
			}

		}

	}

	@SpringJUnitConfig
	static class StaticUnproxiedTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("static unproxied");
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean
			static Index index() {
				return Index.make("static unproxied");
			}

		}

	}

	@SpringBootConfiguration
	static class Application {

	}

	@SpringBootTest
	static class NestedTestConfigurationTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("nested");
		}

		@TestConfiguration
		static class Config {

			@SharedSessionBean
			Index index() {
				return Index.make("nested");
			}

		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Imported {

		@SharedSessionBean
		Index index() {
			return Index.make("imported");
		}

	}

	@SpringBootTest(classes = Empty.class)
	@Import(Imported.class)
	static class ImportingTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("imported");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransitivelyImported {

		@SharedSessionBean
		Index index() {
			return Index.make("transitively imported");
		}

	}

	@SpringJUnitConfig
	static class TransitivelyImportingTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("transitively imported");
		}

		@Configuration(proxyBeanMethods = false)
		@Import(TransitivelyImported.class)
		static class Config {

		}

	}

	static class BaseConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("inherited by configuration");
		}

	}

	@SpringJUnitConfig
	static class InheritedByConfigurationTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("inherited by configuration");
		}

		@Configuration
		static class Config extends BaseConfig {

		}

	}

	interface DefaultMethods {

		@SharedSessionBean
		default Index index() {
			return Index.make("default method");
		}

	}

	@SpringJUnitConfig
	static class DefaultMethodTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("default method");
		}

		@Configuration(proxyBeanMethods = false)
		static class Config implements DefaultMethods {

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class OnTestClassTestCase {

		@SharedSessionBean
		static Index index() {
			return Index.make("on test class");
		}

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("on test class");
		}

	}

	@SpringJUnitConfig
	static class WithoutConfigurationTestCase {

		@SharedSessionBean
		static Index index() {
			return Index.make("without configuration");
		}

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("without configuration");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class RecipeOnTestClassTestCase {

		@SharedSessionBean
		static SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> Index.make("recipe on test class")).connectedBy(Client::new);
		}

		@Test
		void isShared(@Autowired Client client) {
			client.index().assertIsShared("recipe on test class");
		}

	}

	abstract static class BaseTestCase {

		@SharedSessionBean
		static Index index() {
			return Index.make("on superclass");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class InheritingTestCase extends BaseTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("on superclass");
		}

	}

	interface TestResources {

		@SharedSessionBean
		static Index index() {
			return Index.make("on interface");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class ImplementingTestCase implements TestResources {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("on interface");
		}

	}

	@SpringJUnitConfig(Empty.class)
	static class EnclosingTestCase {

		@SharedSessionBean
		static Index index() {
			return Index.make("on enclosing class");
		}

		@Nested
		class Inner {

			@Test
			void isShared(@Autowired Index index) {
				index.assertIsShared("on enclosing class");
			}

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class PrimaryOnTestClassTestCase {

		@SharedSessionBean
		static Index other() {
			return Index.make("not primary");
		}

		@SharedSessionBean
		@Primary
		static Index index() {
			return Index.make("primary");
		}

		@Test
		void isPreferred(@Autowired Index bean) {
			bean.assertIsShared("primary");
		}

	}

	@SpringJUnitConfig(OwnConfigurationTestCase.class)
	@Configuration(proxyBeanMethods = false)
	static class OwnConfigurationTestCase {

		@SharedSessionBean
		static Index index() {
			return Index.make("own configuration");
		}

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("own configuration");
		}

	}

	@SpringJUnitConfig
	static class NameTestCase {

		@Test
		void isKnownByAllNames(@Autowired ApplicationContext context) {
			assertThat(context.getBean("first")).isSameAs(context.getBean("second"));
			assertThat(context.getBeanNamesForType(Index.class)).containsExactly("first");
			assertThat(context.containsBean("index")).isFalse();
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean(name = { "first", "second" })
			Index index() {
				return Index.make("named");
			}

		}

	}

	@SpringJUnitConfig
	static class ValueTestCase {

		@Test
		void isKnownByName(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(Index.class)).containsExactly("only");
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@SharedSessionBean("only")
			Index index() {
				return Index.make("named by value");
			}

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class NameOnTestClassTestCase {

		@SharedSessionBean({ "first", "second" })
		static Index index() {
			return Index.make("named on test class");
		}

		@Test
		void isKnownByAllNames(@Autowired ApplicationContext context) {
			assertThat(context.getBean("first")).isSameAs(context.getBean("second"));
			assertThat(context.getBeanNamesForType(Index.class)).containsExactly("first");
		}

	}

	@SpringJUnitConfig
	static class ComposedTestCase {

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("composed");
		}

		@Configuration(proxyBeanMethods = false)
		static class Config {

			@Expensive
			Index index() {
				return Index.make("composed");
			}

		}

	}

	@SpringJUnitConfig(Empty.class)
	static class ComposedOnTestClassTestCase {

		@Expensive
		static Index index() {
			return Index.make("composed on test class");
		}

		@Test
		void isShared(@Autowired Index index) {
			index.assertIsShared("composed on test class");
		}

	}

	@SpringBootTest(classes = Empty.class)
	@Import(Imported.class)
	static class ImportAndMethodTestCase {

		@SharedSessionBean
		static Index refused() {
			return Index.make("refused");
		}

		@Test
		void neverRuns() {
		}

	}

}
