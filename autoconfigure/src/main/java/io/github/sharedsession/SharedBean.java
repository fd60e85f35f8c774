package io.github.sharedsession;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.ParameterizedTypeReference;

/**
 * The recipe of a shared bean: how the first JVM creates the shared resource, how each
 * context connects to it, and how the last one destroys it. Returned by a
 * {@link SharedSessionBean @SharedSessionBean} method, either as an implementation of
 * this interface or in the fluent form that starts with {@link #createdBy(Callable)}.
 * <p>
 * All callbacks may throw any exception. They are called on the thread that asks for the
 * bean or closes the context, never by two threads or JVMs at a time for one resource,
 * with the exception of {@link #connect} and {@link #disconnect}.
 * <p>
 * In a context that Spring's test framework has not made nothing is shared. There the
 * recipe is what it looks like, a {@link SmartFactoryBean factory} of an ordinary bean:
 * its callbacks run for each context, in that context's JVM. The methods of that
 * interface and of the others of Spring are for the container only.
 *
 * @param <V> the shared value: data that says how to reach the resource, handed from JVM
 * to JVM as JSON or by a {@link SharedValueCodec}
 * @param <T> the type of the bean
 */
public interface SharedBean<V, T> extends SmartFactoryBean<T>, BeanNameAware, ApplicationContextAware {

	/**
	 * Create the resource. Called in one JVM of the session.
	 * @return the shared value, never {@code null}
	 * @throws Exception when the resource can't be created; recorded, and given to every
	 * JVM of the session that asks for the bean
	 */
	V create() throws Exception;

	/**
	 * Create the resource with access to the ongoing {@link Creation}. By default calls
	 * {@link #create()}.
	 * @param creation the ongoing creation
	 * @return the shared value, never {@code null}
	 * @throws Exception as {@link #create()}
	 */
	default V create(Creation<V> creation) throws Exception {
		return create();
	}

	/**
	 * Make the bean of one context. Called in every context, also in the JVM that created
	 * the resource.
	 * @param value the shared value, as read back from the store
	 * @return the bean
	 * @throws Exception when the resource can't be reached; fails this context only
	 */
	T connect(V value) throws Exception;

	/**
	 * End the bean of one context, when that context closes. By default calls what Spring
	 * would infer as the destroy method: a public no-argument {@code close()}, else
	 * {@code shutdown()}.
	 * @param bean the bean of the context
	 * @throws Exception logged by the caller
	 */
	default void disconnect(T bean) throws Exception {
		InferredDestroyMethod.invoke(bean);
	}

	/**
	 * Destroy the resource. Called once, by the last context of the session to close, or
	 * after a crash by whoever needs the resource next. May be called with the value of a
	 * {@linkplain Creation#checkpoint checkpoint} of a creation that did not end. Should
	 * succeed when the resource is already gone.
	 * @param value the shared value, as read back from the store
	 * @throws Exception reported; the record is kept and the call repeated later
	 */
	default void destroy(V value) throws Exception {
	}

	/**
	 * What else the recipe says.
	 * @return the settings
	 */
	default SharedBeanSettings<V> settings() {
		return SharedBeanSettings.defaults();
	}

	/**
	 * Make the bean of a context that is not a test context.
	 * @return the bean, the same one for each call
	 * @throws Exception when it can't be made
	 */
	@Override
	@SuppressWarnings("unchecked")
	default T getObject() throws Exception {
		return (T) RecipeBeansHolder.get().getObject(this);
	}

	/**
	 * The type of the bean as the method of the recipe declares it. Nothing is made to
	 * tell it.
	 * @return the type, or {@code null} when it isn't known
	 */
	@Override
	default @Nullable Class<?> getObjectType() {
		return RecipeBeansHolder.get().getObjectType(this);
	}

	@Override
	default boolean isEagerInit() {
		return true;
	}

	@Override
	default void setBeanName(String name) {
		RecipeBeansHolder.get().setBeanName(this, name);
	}

	@Override
	default void setApplicationContext(ApplicationContext context) {
		RecipeBeansHolder.get().setApplicationContext(this, context);
	}

	/**
	 * Return a recipe whose beans are made by the given callback.
	 * @param <C> the type of the bean
	 * @param connector makes the bean of one context from the shared value
	 * @return a new recipe
	 */
	default <C> SharedBean<V, C> connectedBy(ConnectCallback<? super V, ? extends C> connector) {
		return FluentSharedBean.of(this).withConnector(connector);
	}

	/**
	 * Return a recipe whose beans are ended by the given callback instead of the inferred
	 * destroy method.
	 * @param disconnector ends the bean of one context
	 * @return a new recipe
	 */
	default SharedBean<V, T> disconnectedBy(SharedBeanCallback<? super T> disconnector) {
		return FluentSharedBean.of(this).withDisconnector(disconnector);
	}

	/**
	 * Return a recipe whose resource is destroyed by the given callback.
	 * @param destroyer destroys the resource that the shared value describes
	 * @return a new recipe
	 */
	default SharedBean<V, T> destroyedBy(SharedBeanCallback<? super V> destroyer) {
		return FluentSharedBean.of(this).withDestroyer(destroyer);
	}

	/**
	 * Return a recipe whose shared value is written and read by the given codec instead
	 * of as JSON.
	 * @param codec the codec
	 * @return a new recipe
	 */
	default SharedBean<V, T> codec(SharedValueCodec<V> codec) {
		return FluentSharedBean.of(this).withSettings(settings().withCodec(codec));
	}

	/**
	 * Return a recipe whose resource counts as created only when it is ready. The probe
	 * is asked with growing pauses, for 30 seconds at most.
	 * @param probe tells whether the resource is ready
	 * @return a new recipe
	 */
	default SharedBean<V, T> readyWhen(ReadinessProbe<? super V> probe) {
		return readyWhen(probe, SharedBeanSettings.DEFAULT_READINESS_LIMIT);
	}

	/**
	 * Return a recipe whose resource counts as created only when it is ready. The probe
	 * is asked with growing pauses up to the given limit.
	 * @param probe tells whether the resource is ready
	 * @param limit how long to ask before the creation fails
	 * @return a new recipe
	 */
	default SharedBean<V, T> readyWhen(ReadinessProbe<? super V> probe, Duration limit) {
		return FluentSharedBean.of(this).withSettings(settings().withReadiness(probe, limit));
	}

	/**
	 * Return a recipe whose resource, where its scope is {@link SharedBeanScope#CACHED},
	 * is asked for before it is used again: something else than a tear-down may have
	 * taken it, as a restart of the machine. Asked once by each JVM, while others wait;
	 * where it says no, the resource is destroyed and created again. In the other scopes
	 * it is never asked.
	 * @param probe tells whether the resource is still there
	 * @return a new recipe
	 */
	default SharedBean<V, T> validWhen(ValidityProbe<? super V> probe) {
		return FluentSharedBean.of(this).withSettings(settings().withValidity(probe));
	}

	/**
	 * Return a recipe with further inputs: what the resource is made from besides the
	 * declaring class. A change makes a new resource.
	 * @param inputs resource patterns and placeholders
	 * @return a new recipe
	 * @see SharedSessionBean#inputs()
	 */
	default SharedBean<V, T> inputs(String... inputs) {
		return FluentSharedBean.of(this).withSettings(settings().withInputs(inputs));
	}

	/**
	 * Return a recipe with the given type of the shared value, for a method whose
	 * declared return type says {@code SharedBean<?, T>}.
	 * @param type the type of the shared value
	 * @return a new recipe
	 */
	default SharedBean<V, T> valueType(Class<? super V> type) {
		return FluentSharedBean.of(this).withSettings(settings().withValueType(type));
	}

	/**
	 * Return a recipe with the given generic type of the shared value, for a method whose
	 * declared return type says {@code SharedBean<?, T>}.
	 * @param type the type of the shared value
	 * @return a new recipe
	 */
	default SharedBean<V, T> valueType(ParameterizedTypeReference<? super V> type) {
		return FluentSharedBean.of(this).withSettings(settings().withValueType(type.getType()));
	}

	/**
	 * Return a recipe that adds a property to the environment, before the conditions of
	 * auto-configuration are evaluated. The value is lazy: asking for it creates the
	 * resource. The method must be static and may have no parameter other than the
	 * {@code Environment}; otherwise {@link SharedPropertyTooEarlyException} is thrown.
	 * @param name the name of the property
	 * @param value gives the property's value from the shared value
	 * @return a new recipe
	 */
	default SharedBean<V, T> property(String name, Function<? super V, ?> value) {
		return FluentSharedBean.of(this).withSettings(settings().withProperty(name, value));
	}

	/**
	 * Start a recipe whose resource is a server in the session host, a JVM of its own, so
	 * that no fork's exit or crash takes it down. Its shared value is also the bean,
	 * unless the recipe goes on with {@code connectedBy}. The host starts the server when
	 * the first JVM needs it, and closes it when the session has ended.
	 * @param <S> the settings: data, which belong to the identity of the resource
	 * @param <T> the type of the bean, which may be an interface of the value
	 * @param <V> the shared value
	 * @param type the server: a public class with a public no-argument constructor
	 * @param settings what to start
	 * @return a new recipe
	 */
	static <S, T, V extends T> SharedBean<V, T> hosted(Class<? extends HostedServer<S, V>> type, S settings) {
		return FluentSharedBean.hosted(type, settings);
	}

	/**
	 * Start a recipe whose shared value is also the bean. Closing a context leaves the
	 * value alone.
	 * @param <V> the shared value
	 * @param creator creates the resource in one JVM of the session
	 * @return a new recipe
	 */
	static <V> SharedBean<V, V> createdBy(Callable<V> creator) {
		return FluentSharedBean.create((creation) -> creator.call(), null);
	}

	/**
	 * Start a recipe whose creation needs a unique name, a directory or checkpoints.
	 * @param <V> the shared value
	 * @param type the type of the shared value
	 * @param creator creates the resource in one JVM of the session
	 * @return a new recipe
	 */
	static <V> SharedBean<V, V> createdWith(Class<V> type, CreationCallback<V> creator) {
		return FluentSharedBean.create(creator, type);
	}

	/**
	 * Start a recipe whose creation needs a unique name, a directory or checkpoints, and
	 * whose shared value has a generic type.
	 * @param <V> the shared value
	 * @param type the type of the shared value
	 * @param creator creates the resource in one JVM of the session
	 * @return a new recipe
	 */
	static <V> SharedBean<V, V> createdWith(ParameterizedTypeReference<V> type, CreationCallback<V> creator) {
		return FluentSharedBean.create(creator, type.getType());
	}

}
