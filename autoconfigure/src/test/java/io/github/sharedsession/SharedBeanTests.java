package io.github.sharedsession;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The fluent form of a recipe.
 */
class SharedBeanTests {

	@Test
	void shutdownOfHiddenClassIsInferred() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		InferredDestroyMethod.invoke(executor);
		assertThat(executor.isShutdown()).isTrue();
	}

	@Test
	void settingsSayNothingByDefault() {
		SharedBeanSettings<String> settings = SharedBean.createdBy(() -> "value").settings();
		assertThat(settings.codec()).isNull();
		assertThat(settings.readiness()).isNull();
		assertThat(settings.readinessLimit()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.inputs()).isEmpty();
		assertThat(settings.valueType()).isNull();
		assertThat(settings.properties()).isEmpty();
	}

	@Test
	void settingsAreGatheredAndSurviveLaterCalls() {
		SharedBeanSettings<String> settings = SharedBean.createdWith(String.class, (creation) -> "value")
			.inputs("one")
			.readyWhen((value) -> true, Duration.ofSeconds(3))
			.property("first", (value) -> 1)
			.connectedBy(String::length)
			.inputs("two", "three")
			.property("second", String::length)
			.disconnectedBy((length) -> {
			})
			.destroyedBy((value) -> {
			})
			.settings();
		assertThat(settings.valueType()).isEqualTo(String.class);
		assertThat(settings.inputs()).containsExactly("one", "two", "three");
		assertThat(settings.readiness()).isNotNull();
		assertThat(settings.readinessLimit()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.properties()).containsOnlyKeys("first", "second");
	}

	@Test
	void recipeIsNotChangedByItsRefinement() {
		SharedBean<String, String> recipe = SharedBean.createdBy(() -> "value");
		SharedBean<String, String> refined = recipe.inputs("one").property("name", (value) -> value);
		assertThat(recipe.settings().inputs()).isEmpty();
		assertThat(recipe.settings().properties()).isEmpty();
		assertThat(refined.settings().inputs()).containsExactly("one");
	}

	@Test
	void settingsCanNotBeChangedFromOutside() {
		SharedBeanSettings<String> settings = SharedBean.createdBy(() -> "value")
			.inputs("one")
			.property("name", (value) -> value)
			.settings();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> settings.inputs().add("two"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> settings.properties().remove("name"));
	}

	@Test
	void genericValueTypeIsKept() {
		Type type = SharedBean.createdWith(new ParameterizedTypeReference<List<String>>() {
		}, (creation) -> List.of("value")).settings().valueType();
		assertThat(type).hasToString("java.util.List<java.lang.String>");
	}

	@Test
	void connectingAnewBringsBackTheInferredDestroyMethod() throws Exception {
		List<Object> disconnected = new ArrayList<>();
		SharedBean<String, CloseableBean> recipe = SharedBean.createdBy(() -> "value")
			.disconnectedBy(disconnected::add)
			.connectedBy((value) -> new CloseableBean());
		CloseableBean bean = recipe.connect("value");
		recipe.disconnect(bean);
		assertThat(disconnected).isEmpty();
		assertThat(bean.calls).containsExactly("close");
	}

	@Test
	void closeIsInferredBeforeShutdown() throws Exception {
		CloseAndShutdownBean bean = new CloseAndShutdownBean();
		disconnect(bean);
		assertThat(bean.calls).containsExactly("close");
	}

	@Test
	void beanThatSpringDestroysByItselfIsLeftToSpring() throws Exception {
		DestroyableBean bean = new DestroyableBean();
		disconnect(bean);
		assertThat(bean.calls).isEmpty();
	}

	@Test
	void beanWithoutDestroyMethodIsLeftAlone() throws Exception {
		disconnect("text");
	}

	@Test
	void exceptionOfInferredDestroyMethodIsThrownAsItIs() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> disconnect(new ThrowingBean()))
			.withMessage("on purpose");
	}

	private static <T> void disconnect(T bean) throws Exception {
		SharedBean<String, T> recipe = SharedBean.createdBy(() -> "value").connectedBy((value) -> bean);
		recipe.disconnect(recipe.connect("value"));
	}

	static class CloseableBean implements AutoCloseable {

		final List<String> calls = new ArrayList<>();

		@Override
		public void close() {
			this.calls.add("close");
		}

	}

	public static class CloseAndShutdownBean {

		final List<String> calls = new ArrayList<>();

		public void close() {
			this.calls.add("close");
		}

		public void shutdown() {
			this.calls.add("shutdown");
		}

	}

	static class DestroyableBean implements DisposableBean {

		final List<String> calls = new ArrayList<>();

		@Override
		public void destroy() {
			this.calls.add("destroy");
		}

		public void close() {
			this.calls.add("close");
		}

	}

	public static class ThrowingBean {

		public void shutdown() {
			throw new IllegalStateException("on purpose");
		}

	}

}
