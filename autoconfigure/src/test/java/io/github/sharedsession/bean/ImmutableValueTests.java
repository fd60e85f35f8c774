package io.github.sharedsession.bean;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static io.github.sharedsession.bean.SharedBeanTestSupport.failure;
import static io.github.sharedsession.bean.SharedBeanTestSupport.runner;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a JVM reads a value: once for each context, or once for all.
 */
class ImmutableValueTests {

	@Test
	void valueIsACopyOfEachContextByDefault() {
		ApplicationContextRunner runner = runner(CopyConfig.class);
		runner.run((first) -> {
			Rows rows = first.getBean(Rows.class);
			rows.rows().add("of the first");
			int made = CopyConfig.MADE.get();
			runner.run((second) -> {
				assertThat(second.getBean(Rows.class)).isNotSameAs(rows);
				assertThat(second.getBean(Rows.class).rows()).containsExactly("a");
			});
			assertThat(CopyConfig.MADE).hasValue(made + 1);
		});
	}

	@Test
	void immutableValueIsReadOnceForAllContexts() {
		ApplicationContextRunner runner = runner(ImmutableConfig.class);
		runner.run((first) -> {
			Object value = first.getBean("rows");
			Object client = first.getBean("client");
			int made = ImmutableConfig.MADE.get();
			runner.run((second) -> {
				assertThat(second.getBean("rows")).isSameAs(value);
				assertThat(second.getBean("client")).isNotSameAs(client)
					.extracting("rows")
					.isSameAs(((RowsClient) client).rows());
			});
			assertThat(ImmutableConfig.MADE).hasValue(made);
		});
	}

	@Test
	void immutableValueThatAContextWouldDestroyIsRefused() {
		assertThat(failure(SharedBeanDefinitionException.class, runner(DisposableConfig.class)))
			.hasMessageContaining("immutable = true");
	}

	@Test
	void valueIsHeldOnlyByThoseWhoUseIt() {
		AtomicInteger read = new AtomicInteger();
		Object value = ReadValues.get("one", String.class, () -> new Object[read.incrementAndGet()]);
		assertThat(ReadValues.<Object>get("one", String.class, Object::new)).isSameAs(value);
		assertThat(ReadValues.<Object>get("one", Integer.class, Object::new)).isNotSameAs(value);
		assertThat(ReadValues.<Object>get("another", String.class, Object::new)).isNotSameAs(value);
		WeakReference<Object> reference = new WeakReference<>(value);
		value = null;
		for (int i = 0; i < 50 && reference.get() != null; i++) {
			System.gc();
		}
		assertThat(reference.get()).isNull();
		ReadValues.get("one", String.class, () -> new Object[read.incrementAndGet()]);
		assertThat(read).hasValue(2);
	}

	public static class Rows {

		private List<String> rows = new ArrayList<>();

		Rows(AtomicInteger made) {
			made.incrementAndGet();
		}

		List<String> rows() {
			return this.rows;
		}

		public List<String> getRows() {
			return this.rows;
		}

		public void setRows(List<String> rows) {
			this.rows = rows;
		}

	}

	public static final class CopyRows extends Rows {

		CopyRows() {
			super(CopyConfig.MADE);
		}

	}

	public static final class ImmutableRows extends Rows {

		ImmutableRows() {
			super(ImmutableConfig.MADE);
		}

	}

	record RowsClient(Rows rows) {
	}

	public static final class Disposable implements DisposableBean {

		public String name = "";

		@Override
		public void destroy() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CopyConfig {

		static final AtomicInteger MADE = new AtomicInteger();

		@SharedSessionBean
		CopyRows rows() {
			CopyRows rows = new CopyRows();
			rows.setRows(List.of("a"));
			return rows;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImmutableConfig {

		static final AtomicInteger MADE = new AtomicInteger();

		@SharedSessionBean(immutable = true)
		ImmutableRows rows() {
			return new ImmutableRows();
		}

		@SharedSessionBean(immutable = true)
		SharedBean<ImmutableRows, RowsClient> client() {
			return SharedBean.createdBy(ImmutableRows::new).connectedBy(RowsClient::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DisposableConfig {

		@SharedSessionBean(immutable = true)
		Disposable disposable() {
			return new Disposable();
		}

	}

}
