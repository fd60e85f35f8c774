package io.github.sharedsession.bean;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.test.context.CacheAwareContextLoaderDelegate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextBootstrapper;
import org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate;
import org.springframework.test.context.cache.DefaultContextCache;
import org.springframework.test.context.support.DefaultBootstrapContext;
import org.springframework.test.context.support.DefaultTestContextBootstrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a test class can get its {@code @Import} from. Auto-configuration must see the
 * shared beans of all these places. A context is the same for all that import the same,
 * so each place is also the first of a JVM: each such run has a context cache of its own,
 * which is all that one class leaves to the next.
 */
class ImportPlacementTests {

	static Stream<Class<?>> placements() {
		return Stream.of(Direct.class, OfSuperclass.class, OfSuperclassOfSuperclass.class, OfInterface.class,
				OfSuperinterface.class, OfInterfaceOfSuperclass.class, Composed.class, ComposedTwice.class,
				ComposedOnSuperclass.class, OwnBelowSuperclass.class, OwnBelowComposedSuperclass.class,
				Direct.Inner.class, Direct.Inner.Innermost.class, OfSuperclass.Inner.class, Composed.Inner.class,
				WithInheritedInner.Inherited.class, Outer.InnerWithImport.class, Direct.InnerWithOwnImport.class,
				Direct.InnerOfSuperclass.class, ByClasses.class, ByClassesOfSuperclass.class,
				ByContextConfiguration.class, ByContextConfigurationOfSuperclass.class, ByImportedOfImported.class,
				WithMethodBelowImport.class, OwnBelowSuperclassWithCondition.class);
	}

	@ParameterizedTest
	@MethodSource("placements")
	void sharedBeansAreSeenWhenFirst(Class<?> testClass) {
		List<ConfigurableApplicationContext> contexts = new ArrayList<>();
		try {
			assertSeen(testClass, new Contexts(contexts));
		}
		finally {
			contexts.forEach(ConfigurableApplicationContext::close);
		}
	}

	@Test
	void sharedBeansAreSeenInEitherOrder() {
		List<Class<?>> testClasses = new ArrayList<>(placements().toList());
		for (int i = 0; i < 2; i++) {
			List<ConfigurableApplicationContext> contexts = new ArrayList<>();
			Contexts cache = new Contexts(contexts);
			testClasses.forEach((testClass) -> assertSeen(testClass, cache));
			assertThat(contexts).hasSizeLessThan(testClasses.size());
			contexts.forEach(ConfigurableApplicationContext::close);
			Collections.reverse(testClasses);
		}
	}

	@ParameterizedTest
	@MethodSource("placementsOfNothing")
	void whatTheTestClassDoesNotImportIsNotSeen(Class<?> testClass) {
		List<ConfigurableApplicationContext> contexts = new ArrayList<>();
		ApplicationContext context = new Contexts(contexts).contextOf(testClass);
		assertThat(context.getBean(Details.class).url()).isEqualTo("auto-configured");
		assertThat(context.getEnvironment().containsProperty("import-placement.port")).isFalse();
		assertThat(context.containsBean("onPort")).isFalse();
		contexts.forEach(ConfigurableApplicationContext::close);
	}

	static Stream<Class<?>> placementsOfNothing() {
		return Stream.of(Outer.class, Direct.Overriding.class, WithMemberOfTestClass.class, WithCondition.class,
				OfSuperclassWithCondition.class);
	}

	private static void assertSeen(Class<?> testClass, Contexts contexts) {
		ApplicationContext context = contexts.contextOf(testClass);
		assertThat(context.getBeansOfType(Details.class).values()).as(testClass.getName())
			.extracting(Details::url)
			.containsExactly("shared");
		assertThat(context.getBean("onPort")).as(testClass.getName()).isEqualTo(4242);
	}

	/** A context cache, and what has been put into it. */
	private static final class Contexts {

		private final List<ConfigurableApplicationContext> contexts;

		private final CacheAwareContextLoaderDelegate delegate = new DefaultCacheAwareContextLoaderDelegate(
				new DefaultContextCache());

		Contexts(List<ConfigurableApplicationContext> contexts) {
			this.contexts = contexts;
		}

		ApplicationContext contextOf(Class<?> testClass) {
			TestContextBootstrapper bootstrapper = TestContextAnnotationUtils.hasAnnotation(testClass,
					SpringBootTest.class) ? new SpringBootTestContextBootstrapper()
							: new DefaultTestContextBootstrapper();
			bootstrapper.setBootstrapContext(new DefaultBootstrapContext(testClass, this.delegate));
			ConfigurableApplicationContext context = (ConfigurableApplicationContext) this.delegate
				.loadContext(bootstrapper.buildMergedContextConfiguration());
			if (!this.contexts.contains(context)) {
				this.contexts.add(context);
			}
			return context;
		}

	}

	interface Details {

		String url();

	}

	@AutoConfiguration
	static class DetailsAutoConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Details autoConfiguredDetails() {
			return () -> "auto-configured";
		}

		@Bean
		@ConditionalOnProperty("import-placement.port")
		Integer onPort(@Value("${import-placement.port}") int port) {
			return port;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class App {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Resources {

		@SharedSessionBean
		static SharedBean<String, Details> details() {
			return SharedBean.createdBy(() -> "shared").connectedBy((value) -> () -> value);
		}

		@SharedSessionBean
		static SharedBean<Integer, Integer> port() {
			return SharedBean.createdBy(() -> 4242).property("import-placement.port", (port) -> port);
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class More {

	}

	@SpringBootTest(classes = App.class)
	@Import(Resources.class)
	static class Direct {

		@Nested
		class Inner {

			@Nested
			class Innermost {

			}

		}

		@Nested
		@Import(More.class)
		class InnerWithOwnImport {

		}

		@Nested
		class InnerOfSuperclass extends Base {

		}

		@Nested
		@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
		@ContextConfiguration(classes = App.class)
		@Import(More.class)
		class Overriding {

		}

	}

	@ContextConfiguration(classes = App.class)
	@Import(Resources.class)
	abstract static class Base {

	}

	static class OfSuperclass extends Base {

		@Nested
		class Inner {

		}

	}

	abstract static class Middle extends Base {

	}

	static class OfSuperclassOfSuperclass extends Middle {

	}

	@Import(Resources.class)
	interface UsesResources {

	}

	interface UsesResourcesToo extends UsesResources {

	}

	@ContextConfiguration(classes = App.class)
	static class OfInterface implements UsesResources {

	}

	@ContextConfiguration(classes = App.class)
	static class OfSuperinterface implements UsesResourcesToo {

	}

	@ContextConfiguration(classes = App.class)
	abstract static class ImplementingBase implements UsesResources {

	}

	static class OfInterfaceOfSuperclass extends ImplementingBase {

	}

	@ContextConfiguration(classes = App.class)
	@Import(Resources.class)
	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.TYPE)
	@interface ResourcesTest {

	}

	@ResourcesTest
	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.TYPE)
	@interface SlowResourcesTest {

	}

	@ResourcesTest
	static class Composed {

		@Nested
		class Inner {

		}

	}

	@SlowResourcesTest
	static class ComposedTwice {

	}

	@SlowResourcesTest
	abstract static class ComposedBase {

	}

	static class ComposedOnSuperclass extends ComposedBase {

	}

	@Import(More.class)
	static class OwnBelowSuperclass extends Middle {

	}

	@Import(More.class)
	static class OwnBelowComposedSuperclass extends ComposedBase {

	}

	@ContextConfiguration(classes = App.class)
	@Import(Resources.class)
	abstract static class BaseWithInner {

		@Nested
		class Inherited {

		}

	}

	static class WithInheritedInner extends BaseWithInner {

	}

	@ContextConfiguration(classes = App.class)
	static class Outer {

		@Nested
		@Import(Resources.class)
		class InnerWithImport {

		}

	}

	@SpringBootTest(classes = { App.class, Resources.class })
	static class ByClasses {

	}

	static class ByClassesOfSuperclass extends ByClasses {

	}

	@ContextConfiguration(classes = { App.class, Resources.class })
	static class ByContextConfiguration {

	}

	@ContextConfiguration(classes = More.class)
	static class ByContextConfigurationOfSuperclass extends ByClasses {

	}

	@TestConfiguration(proxyBeanMethods = false)
	@Import(Resources.class)
	static class Importing {

	}

	@ContextConfiguration(classes = App.class)
	@Import(Importing.class)
	abstract static class ImportingBase {

	}

	static class ByImportedOfImported extends ImportingBase {

	}

	static class WithMethodBelowImport extends Base {

		@SharedSessionBean
		static String own() {
			return "own";
		}

	}

	@Profile("nobody has this")
	@Import(Resources.class)
	abstract static class BaseWithCondition {

	}

	@ContextConfiguration(classes = App.class)
	static class OfSuperclassWithCondition extends BaseWithCondition {

	}

	/** Here the superclass is only looked at as such, and its condition is not. */
	@ContextConfiguration(classes = App.class)
	@Import(More.class)
	static class OwnBelowSuperclassWithCondition extends BaseWithCondition {

	}

	@ContextConfiguration(classes = App.class)
	@Import(Resources.class)
	@Profile("nobody has this")
	static class WithCondition {

	}

	/** Not a test configuration, and so of interest to nobody. */
	@ContextConfiguration(classes = App.class)
	@Import(More.class)
	static class WithMemberOfTestClass {

		@Import(Resources.class)
		static class Member {

		}

	}

}
