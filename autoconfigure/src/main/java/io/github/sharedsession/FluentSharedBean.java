package io.github.sharedsession;

import java.lang.reflect.Type;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The immutable recipe behind the fluent form of {@link SharedBean}.
 *
 * @param <V> the shared value
 * @param <T> the type of the bean
 */
final class FluentSharedBean<V, T> implements SharedBean<V, T> {

	private final CreationCallback<V> creator;

	private final ConnectCallback<? super V, ? extends T> connector;

	private final SharedBeanCallback<? super T> disconnector;

	private final SharedBeanCallback<? super V> destroyer;

	private final SharedBeanSettings<V> settings;

	private FluentSharedBean(CreationCallback<V> creator, ConnectCallback<? super V, ? extends T> connector,
			SharedBeanCallback<? super T> disconnector, SharedBeanCallback<? super V> destroyer,
			SharedBeanSettings<V> settings) {
		this.creator = Objects.requireNonNull(creator, "'creator' must not be null");
		this.connector = Objects.requireNonNull(connector, "'connector' must not be null");
		this.disconnector = Objects.requireNonNull(disconnector, "'disconnector' must not be null");
		this.destroyer = Objects.requireNonNull(destroyer, "'destroyer' must not be null");
		this.settings = settings;
	}

	static <V> FluentSharedBean<V, V> create(CreationCallback<V> creator, @Nullable Type valueType) {
		SharedBeanSettings<V> settings = SharedBeanSettings.<V>defaults().withDisposable(true);
		// The bean is the shared value itself: a context that closes must not end it
		return new FluentSharedBean<>(creator, (value) -> value, (bean) -> {
		}, FluentSharedBean::closeData, (valueType != null) ? settings.withValueType(valueType) : settings);
	}

	static <S, T, V extends T> FluentSharedBean<V, T> hosted(Class<? extends HostedServer<S, V>> type, S settings) {
		HostedServerSettings<V> hosted = new HostedServerSettings<>(type, settings);
		return new FluentSharedBean<>((creation) -> {
			throw new UnsupportedOperationException(type.getName() + " is started by the session host");
		}, (value) -> value, (bean) -> {
		}, (value) -> {
			throw new UnsupportedOperationException(type.getName() + " is closed by the session host");
		}, SharedBeanSettings.<V>defaults().withHosted(hosted));
	}

	private static void closeData(Object value) throws Exception {
		if (value instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

	static <V, T> FluentSharedBean<V, T> of(SharedBean<V, T> bean) {
		return (bean instanceof FluentSharedBean<V, T> fluent) ? fluent
				: new FluentSharedBean<>(bean::create, bean::connect, bean::disconnect, bean::destroy, bean.settings());
	}

	<C> FluentSharedBean<V, C> withConnector(ConnectCallback<? super V, ? extends C> connector) {
		return new FluentSharedBean<>(this.creator, connector, InferredDestroyMethod::invoke, this.destroyer,
				this.settings);
	}

	FluentSharedBean<V, T> withDisconnector(SharedBeanCallback<? super T> disconnector) {
		return new FluentSharedBean<>(this.creator, this.connector, disconnector, this.destroyer, this.settings);
	}

	FluentSharedBean<V, T> withDestroyer(SharedBeanCallback<? super V> destroyer) {
		HostedServerSettings<V> hosted = this.settings.hosted();
		if (hosted != null) {
			throw new SharedBeanDefinitionException(
					"The recipe of the hosted server " + hosted.type().getName() + " is given a destroy callback or "
							+ "destroy method, which no fork could call in time: the server outlives all forks.",
					"Do it in the server's close() method, which the session host calls.", null);
		}
		return new FluentSharedBean<>(this.creator, this.connector, this.disconnector, destroyer,
				this.settings.withDisposable(false));
	}

	FluentSharedBean<V, T> withSettings(SharedBeanSettings<V> settings) {
		HostedServerSettings<V> hosted = settings.hosted();
		if (hosted != null && settings.codec() != null) {
			throw new SharedBeanDefinitionException(
					"The recipe of the hosted server " + hosted.type().getName() + " is given a codec, which the "
							+ "session host does not have: it writes the value as JSON.",
					"Let the server's value be data that Jackson writes and reads back, such as a record.", null);
		}
		return new FluentSharedBean<>(this.creator, this.connector, this.disconnector, this.destroyer, settings);
	}

	@Override
	public V create() {
		throw new UnsupportedOperationException("Call create(Creation)");
	}

	@Override
	public V create(Creation<V> creation) throws Exception {
		return this.creator.create(creation);
	}

	@Override
	public T connect(V value) throws Exception {
		return this.connector.connect(value);
	}

	@Override
	public void disconnect(T bean) throws Exception {
		this.disconnector.call(bean);
	}

	@Override
	public void destroy(V value) throws Exception {
		this.destroyer.call(value);
	}

	@Override
	public SharedBeanSettings<V> settings() {
		return this.settings;
	}

}
