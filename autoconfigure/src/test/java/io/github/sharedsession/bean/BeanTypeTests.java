package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.samples.sharedsession.SampleResources;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.contextOf;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The type by which a shared bean is found.
 */
class BeanTypeTests {

	@Test
	void beanOfRecipeIsFoundByItsTypeAndNotAsRecipe() {
		runner(ByTypeConfig.class).run((context) -> {
			assertThat(context).hasSingleBean(Client.class).doesNotHaveBean(SharedBean.class);
			assertThat(context).doesNotHaveBean(Index.class);
			assertThat(context.getBean("user")).isEqualTo("uses by type");
		});
	}

	@Test
	void subclassSaysWhatTheTypeParametersOfTheMethodAre() {
		runner(OfSubclass.class).run((context) -> {
			assertThat(context.getBean("one")).isEqualTo(new Item("a"));
			assertThat(context.getBean("all")).isEqualTo(Map.of("b", List.of(new Item("a"))));
			assertThat(context.getBean("names")).isEqualTo("[Item[name=a]]");
		});
	}

	@Test
	void beanOfRecipeIsFoundByItsGenericType() {
		runner(GenericConfig.class).run((context) -> assertThat(context.getBean("user")).isEqualTo("text 42"));
	}

	@Test
	void beanIsFoundByUpperBoundOfItsType() {
		runner(BoundConfig.class).run((context) -> assertThat(context.getBean(Details.class).url()).isEqualTo("bound"));
	}

	@Test
	void autoConfigurationBacksOffFromBeanOfRecipe() {
		runner(BackOffConfig.class).run((context) -> {
			assertThat(context).hasSingleBean(Details.class);
			assertThat(context.getBean(Details.class).url()).isEqualTo("recipe");
			assertThat(context.getBean("conditionalOnDetails")).isEqualTo("present");
		});
	}

	@Test
	void autoConfigurationBacksOffFromPlainValueThatImplementsItsType() {
		runner(RecordConfig.class).run((context) -> {
			assertThat(context).hasSingleBean(Details.class);
			assertThat(context.getBean(Details.class)).isEqualTo(new RecordDetails("record"));
		});
	}

	@Test
	void autoConfigurationBacksOffWhenUserConfigurationHasConditionOfItsOwn() {
		runner(UnrelatedConditionConfig.class).run((context) -> {
			assertThat(context).hasSingleBean(Details.class);
			assertThat(context.getBean(Details.class).url()).isEqualTo("unrelated condition");
			assertThat(context).hasBean("unrelated");
		});
	}

	@Test
	void conditionInUserConfigurationSeesTheTypeOfTheBean() {
		runner(UserConditionConfig.class)
			.run((context) -> assertThat(context).hasBean("present").hasSingleBean(Details.class));
	}

	@Test
	void lookAtTypesWhileClassesAreReadMakesNothing() {
		runner(EarlyLookConfig.class).run((context) -> {
			assertThat(context.getBean(Client.class).index()).isEqualTo(new Index("parameter"));
			assertThat(context.getBean(EarlyLook.FOUND)).isEqualTo(List.of("client"));
			assertThat(EarlyLookConfig.CALLS).containsExactly("parameter", "client");
		});
	}

	@Test
	void autoConfigurationBacksOffFromStaticMethodOfTestClass() {
		Details details = contextOf(OnTestClassTestCase.class).getBean(Details.class);
		assertThat(details.url()).isEqualTo("on test class");
	}

	/** Each has its shared bean where a search has to look for it. */
	@ParameterizedTest
	@ValueSource(classes = { SelectorConfig.class, InterfaceConfig.class, MemberConfig.class, LateConditionConfig.class,
			SuperclassConfig.class })
	void autoConfigurationBacksOffWhereverTheMethodIs(Class<?> configuration) {
		runner(configuration).run((context) -> {
			assertThat(context).hasSingleBean(Details.class);
			assertThat(context.getBean(Details.class).url()).isEqualTo("elsewhere");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { SamplesConfig.class, SelectingConfig.class })
	void configurationThatImportsWhatMayShareIsProcessedBeforeAutoConfiguration(Class<?> configuration) {
		runner(configuration).run((context) -> assertThat(
				OnSharedBeansCondition.isNeeded((BeanDefinitionRegistry) context.getSourceApplicationContext()))
			.isTrue());
	}

	interface Details {

		String url();

	}

	record RecordDetails(String url) implements Details {
	}

	@AutoConfiguration
	static class DetailsAutoConfiguration {

		@Bean
		@ConditionalOnMissingBean(Details.class)
		Details autoConfiguredDetails() {
			return new RecordDetails("auto-configured");
		}

		@Bean
		@ConditionalOnBean(Details.class)
		String conditionalOnDetails() {
			return "present";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByTypeConfig {

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> new Index("by type")).connectedBy(Client::new);
		}

		@Bean
		String user(Client client) {
			return "uses " + client.index().name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(EarlyLook.class)
	static class EarlyLookConfig {

		static final List<String> CALLS = new ArrayList<>();

		@SharedSessionBean
		static Index parameter() {
			CALLS.add("parameter");
			return new Index("parameter");
		}

		@SharedSessionBean
		static SharedBean<Index, Client> client(Index index) {
			CALLS.add("client");
			return SharedBean.createdBy(() -> index).connectedBy(Client::new);
		}

	}

	/** As Spring Boot's filter of scanned classes looks for others. */
	static class EarlyLook implements ImportBeanDefinitionRegistrar {

		static final String FOUND = "found";

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			ListableBeanFactory beanFactory = (ListableBeanFactory) registry;
			assertThat(beanFactory.getBeansOfType(TypeExcludeFilter.class)).isEmpty();
			assertThat(EarlyLookConfig.CALLS).isEmpty();
			((SingletonBeanRegistry) registry).registerSingleton(FOUND,
					List.of(beanFactory.getBeanNamesForType(Client.class)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericConfig {

		@SharedSessionBean
		SharedBean<String, Supplier<String>> text() {
			return SharedBean.createdBy(() -> "text").connectedBy((value) -> () -> value);
		}

		@SharedSessionBean
		SharedBean<Integer, Supplier<Integer>> number() {
			return SharedBean.createdBy(() -> 42).connectedBy((value) -> () -> value);
		}

		@Bean
		String user(Supplier<String> one, Supplier<Integer> other) {
			return one.get() + " " + other.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BoundConfig {

		@SharedSessionBean
		SharedBean<RecordDetails, ? extends Details> details() {
			return SharedBean.createdBy(() -> new RecordDetails("bound"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class BackOffConfig {

		@SharedSessionBean
		SharedBean<Index, Details> details() {
			return SharedBean.createdBy(() -> new Index("recipe"))
				.connectedBy((index) -> new RecordDetails(index.name()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class RecordConfig {

		@SharedSessionBean
		RecordDetails details() {
			return new RecordDetails("record");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class UnrelatedConditionConfig {

		@SharedSessionBean
		SharedBean<Index, Details> details() {
			return SharedBean.createdBy(() -> new Index("unrelated condition"))
				.connectedBy((index) -> new RecordDetails(index.name()));
		}

		@Bean
		@ConditionalOnMissingBean(Runnable.class)
		Runnable unrelated() {
			return () -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ElsewhereConfig.class)
	static class UserConditionConfig {

		@Bean
		@ConditionalOnBean(Details.class)
		String present() {
			return "present";
		}

		@Bean
		@ConditionalOnMissingBean(Details.class)
		Details missing() {
			return new RecordDetails("missing");
		}

	}

	static class ElsewhereConfig {

		@SharedSessionBean
		SharedBean<Index, Details> details() {
			return SharedBean.createdBy(() -> new Index("elsewhere"))
				.connectedBy((index) -> new RecordDetails(index.name()));
		}

	}

	static final class Selector implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			return new String[] { ElsewhereConfig.class.getName() };
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	@Import(Selector.class)
	static class SelectorConfig {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SampleResources.class)
	static class SamplesConfig {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ConfigurationAndSelector.class)
	static class SelectingConfig {

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurationAndSelector implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			return new String[0];
		}

	}

	interface WithMethod {

		@SharedSessionBean
		default SharedBean<Index, Details> details() {
			return new ElsewhereConfig().details();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Implementing implements WithMethod {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	@Import(Implementing.class)
	static class InterfaceConfig {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class SuperclassConfig extends ElsewhereConfig {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class MemberConfig {

		@Import(ElsewhereConfig.class)
		static class Member {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	@Import({ WithRunnable.class, OnRunnable.class })
	static class LateConditionConfig {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithRunnable {

		@Bean
		Runnable runnable() {
			return () -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Runnable.class)
	static class OnRunnable extends ElsewhereConfig {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DetailsAutoConfiguration.class)
	static class AutoConfigured {

	}

	@SpringJUnitConfig(AutoConfigured.class)
	static class OnTestClassTestCase {

		@SharedSessionBean
		static SharedBean<Index, Details> details() {
			return SharedBean.createdBy(() -> new Index("on test class"))
				.connectedBy((index) -> new RecordDetails(index.name()));
		}

	}

	record Item(String name) {
	}

	abstract static class OfAny<T> {

		abstract T make();

		@SharedSessionBean
		T one() {
			return make();
		}

		@SharedSessionBean
		Map<String, List<T>> all() {
			return Map.of("b", List.of(make()));
		}

		@SharedSessionBean
		SharedBean<List<T>, String> names() {
			return SharedBean.createdBy(() -> List.of(make())).connectedBy(List::toString);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfSubclass extends OfAny<Item> {

		@Override
		Item make() {
			return new Item("a");
		}

	}

}
