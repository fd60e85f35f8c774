package io.github.sharedsession.bean;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static io.github.sharedsession.bean.SharedBeanTestSupport.contextOf;
import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code shared-session.enabled=false} gives every context beans of its own.
 */
class DisabledTests {

	@Test
	void plainValueIsMadeInEachContext() {
		runner(PlainConfig.class).run((first) -> runner(PlainConfig.class).run((second) -> {
			assertThat(first.getBean(Index.class)).isEqualTo(second.getBean(Index.class));
			assertThat(first.getBean(Index.class)).isNotSameAs(second.getBean(Index.class));
		}));
		assertThat(Index.timesMade("disabled")).isEqualTo(2);
	}

	@Test
	void plainValueMayBeALiveObjectAndIsClosedBySpring() {
		List<Client> clients = new ArrayList<>();
		runner(LiveConfig.class).run((context) -> clients.add(context.getBean(Client.class)));
		assertThat(clients).singleElement().extracting(Client::timesClosed).isEqualTo(1);
	}

	@Test
	void namedDestroyMethodIsCalledBySpring() {
		runner(DestroyMethodConfig.class).run((context) -> {
			assertThat(context).hasSingleBean(Scratch.class);
			assertThat(Scratch.deleted).hasValue(0);
		});
		assertThat(Scratch.deleted).hasValue(1);
	}

	@Test
	void callbacksOfRecipeRunInEachContext() {
		runner(RecipeConfig.class).run((context) -> {
			assertThat(context.getBean(Client.class).index().name()).isEqualTo("disabled recipe");
			assertThat(RecipeConfig.events).containsExactly("create", "ready", "connect");
		});
		assertThat(RecipeConfig.events).containsExactly("create", "ready", "connect", "disconnect", "destroy");
		runner(RecipeConfig.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(RecipeConfig.events).hasSize(10).endsWith("disconnect", "destroy");
	}

	@Test
	void directoryOfCreationIsDeletedWithTheContext() {
		runner(DirectoryConfig.class).run((context) -> {
			Path directory = Path.of(context.getBean("text", String.class));
			assertThat(directory).isDirectory();
			DirectoryConfig.directories.add(directory);
		});
		assertThat(DirectoryConfig.directories).singleElement()
			.satisfies((directory) -> assertThat(directory).doesNotExist());
	}

	@Test
	void propertyOfRecipeIsSeen() {
		runner(PropertyConfig.class).run((context) -> {
			assertThat(context.getEnvironment().getProperty("disabled.url")).isEqualTo("http://disabled");
			assertThat(PropertyConfig.created).hasValue(1);
		});
		assertThat(PropertyConfig.destroyed).hasValue(1);
	}

	@Test
	void creationThatThrowsIsTriedInEachContext() {
		failure(SharedBeanCreationException.class, runner(ThrowingConfig.class));
		SharedBeanCreationException failure = failure(SharedBeanCreationException.class, runner(ThrowingConfig.class));
		assertThat(failure).hasMessageContaining("'broken'").hasRootCauseMessage("on purpose");
		assertThat(ThrowingConfig.called).hasValue(2);
	}

	@Test
	void directCallGivesTheBean() {
		runner(DirectCallConfig.class)
			.run((context) -> assertThat(context.getBean(Client.class).index()).isSameAs(context.getBean(Index.class)));
	}

	@Test
	void staticMethodOfTestClassIsAnOrdinaryBean() {
		assertThat(contextOf(OnTestClassTestCase.class).getBean(Client.class).index().name())
			.isEqualTo("disabled on test class");
	}

	@Test
	void contextWithAndContextWithoutSharingExistTogether() {
		SharedBeanTestSupport.runner(TogetherConfig.class)
			.run((sharing) -> runner(TogetherConfig.class).run((alone) -> assertThat(alone).hasNotFailed()));
		SharedBeanTestSupport.runner(TogetherConfig.class).run((sharing) -> assertThat(sharing).hasNotFailed());
		assertThat(Index.timesMade("together")).isEqualTo(2);
	}

	private static ApplicationContextRunner runner(Class<?> config) {
		return SharedBeanTestSupport.runner(config).withPropertyValues("shared-session.enabled=false");
	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("disabled");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LiveConfig {

		@SharedSessionBean
		Client client() {
			return new Client(new Index("disabled live"));
		}

	}

	static class Scratch {

		static final AtomicInteger deleted = new AtomicInteger();

		public void delete() {
			deleted.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethodConfig {

		@SharedSessionBean(destroyMethod = "delete")
		Scratch scratch() {
			return new Scratch();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecipeConfig {

		static final List<String> events = new ArrayList<>();

		@SharedSessionBean
		SharedBean<Index, Client> client() {
			return SharedBean.createdBy(() -> {
				events.add("create");
				return new Index("disabled recipe");
			}).readyWhen((index) -> events.add("ready")).connectedBy((index) -> {
				events.add("connect");
				return new Client(index);
			}).disconnectedBy((client) -> events.add("disconnect")).destroyedBy((index) -> events.add("destroy"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DirectoryConfig {

		static final List<Path> directories = new ArrayList<>();

		@SharedSessionBean
		SharedBean<String, String> text() {
			return SharedBean.createdWith(String.class, (creation) -> creation.directory().toString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PropertyConfig {

		static final AtomicInteger created = new AtomicInteger();

		static final AtomicInteger destroyed = new AtomicInteger();

		@SharedSessionBean
		static SharedBean<Index, Client> server() {
			return SharedBean.createdBy(() -> {
				created.incrementAndGet();
				return new Index("disabled");
			})
				.connectedBy(Client::new)
				.destroyedBy((index) -> destroyed.incrementAndGet())
				.property("disabled.url", (index) -> "http://" + index.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingConfig {

		static final AtomicInteger called = new AtomicInteger();

		@SharedSessionBean
		SharedBean<Index, Client> broken() {
			return SharedBean.<Index>createdBy(() -> {
				called.incrementAndGet();
				throw new IllegalStateException("on purpose");
			}).connectedBy(Client::new);
		}

	}

	@Configuration
	static class DirectCallConfig {

		@SharedSessionBean
		Index index() {
			return new Index("disabled direct call");
		}

		@Bean
		Client client() {
			return new Client(index());
		}

	}

	@SpringJUnitConfig
	@TestPropertySource(properties = "shared-session.enabled=false")
	static class OnTestClassTestCase {

		@SharedSessionBean
		static Client client(Index index) {
			return new Client(index);
		}

		@SharedSessionBean
		static Index index() {
			return new Index("disabled on test class");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TogetherConfig {

		@SharedSessionBean
		Index index() {
			return Index.make("together");
		}

	}

}
