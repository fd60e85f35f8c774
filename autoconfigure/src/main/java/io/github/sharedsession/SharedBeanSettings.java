package io.github.sharedsession;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a recipe says besides its callbacks. Immutable; made by the fluent methods of
 * {@link SharedBean}.
 *
 * @param <V> the shared value
 */
public final class SharedBeanSettings<V> {

	/**
	 * How long a {@link ReadinessProbe} is asked when no limit is given.
	 */
	public static final Duration DEFAULT_READINESS_LIMIT = Duration.ofSeconds(30);

	private final @Nullable SharedValueCodec<V> codec;

	private final @Nullable ReadinessProbe<? super V> readiness;

	private final Duration readinessLimit;

	private final List<String> inputs;

	private final @Nullable Type valueType;

	private final Map<String, Function<? super V, ?>> properties;

	private final @Nullable HostedServerSettings<V> hosted;

	private final @Nullable ValidityProbe<? super V> validity;

	private final boolean disposable;

	private SharedBeanSettings(@Nullable SharedValueCodec<V> codec, @Nullable ReadinessProbe<? super V> readiness,
			Duration readinessLimit, List<String> inputs, @Nullable Type valueType,
			Map<String, Function<? super V, ?>> properties, @Nullable HostedServerSettings<V> hosted,
			@Nullable ValidityProbe<? super V> validity, boolean disposable) {
		this.codec = codec;
		this.readiness = readiness;
		this.readinessLimit = readinessLimit;
		this.inputs = inputs;
		this.valueType = valueType;
		this.properties = properties;
		this.hosted = hosted;
		this.validity = validity;
		this.disposable = disposable;
	}

	/**
	 * Settings that say nothing: JSON, no readiness probe, no inputs, no properties.
	 * @param <V> the shared value
	 * @return the default settings
	 */
	public static <V> SharedBeanSettings<V> defaults() {
		return new SharedBeanSettings<>(null, null, DEFAULT_READINESS_LIMIT, List.of(), null, Map.of(), null, null,
				false);
	}

	/**
	 * Settings of a method that returns a plain value.
	 * @param <V> the shared value
	 * @param disposable whether destroying it is nothing but deleting its directory
	 * @return the settings
	 */
	public static <V> SharedBeanSettings<V> plainValue(boolean disposable) {
		return SharedBeanSettings.<V>defaults().withDisposable(disposable);
	}

	SharedBeanSettings<V> withCodec(SharedValueCodec<V> codec) {
		return new SharedBeanSettings<>(codec, this.readiness, this.readinessLimit, this.inputs, this.valueType,
				this.properties, this.hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withReadiness(ReadinessProbe<? super V> probe, Duration limit) {
		return new SharedBeanSettings<>(this.codec, probe, limit, this.inputs, this.valueType, this.properties,
				this.hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withInputs(String... inputs) {
		List<String> all = new ArrayList<>(this.inputs);
		all.addAll(Arrays.asList(inputs));
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, List.copyOf(all),
				this.valueType, this.properties, this.hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withValueType(Type valueType) {
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, this.inputs, valueType,
				this.properties, this.hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withProperty(String name, Function<? super V, ?> value) {
		Map<String, Function<? super V, ?>> all = new LinkedHashMap<>(this.properties);
		all.put(name, value);
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, this.inputs, this.valueType,
				Collections.unmodifiableMap(all), this.hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withHosted(HostedServerSettings<V> hosted) {
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, this.inputs, this.valueType,
				this.properties, hosted, this.validity, this.disposable);
	}

	SharedBeanSettings<V> withValidity(ValidityProbe<? super V> validity) {
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, this.inputs, this.valueType,
				this.properties, this.hosted, validity, this.disposable);
	}

	/**
	 * Nothing has to be done to destroy what a recipe makes but to delete its directory.
	 */
	SharedBeanSettings<V> withDisposable(boolean disposable) {
		return new SharedBeanSettings<>(this.codec, this.readiness, this.readinessLimit, this.inputs, this.valueType,
				this.properties, this.hosted, this.validity, disposable);
	}

	/**
	 * The server that the session host runs.
	 * @return the server and its settings, or {@code null} when forks make the resource
	 */
	public @Nullable HostedServerSettings<V> hosted() {
		return this.hosted;
	}

	/**
	 * The codec of the shared value.
	 * @return the codec, or {@code null} for JSON
	 */
	public @Nullable SharedValueCodec<V> codec() {
		return this.codec;
	}

	/**
	 * The probe that says when the resource is ready.
	 * @return the probe, or {@code null} when it is ready once created
	 */
	public @Nullable ReadinessProbe<? super V> readiness() {
		return this.readiness;
	}

	/**
	 * The probe that says whether a cached resource is still there.
	 * @return the probe, or {@code null} when it is not asked
	 */
	public @Nullable ValidityProbe<? super V> validity() {
		return this.validity;
	}

	/**
	 * Whether destroying the resource is nothing but deleting
	 * {@linkplain Creation#directory() its directory}, as far as the recipe can tell.
	 * @return whether no recipe is needed to destroy it
	 */
	public boolean isDisposable() {
		return this.disposable;
	}

	/**
	 * How long the readiness probe is asked before the creation fails.
	 * @return the limit
	 */
	public Duration readinessLimit() {
		return this.readinessLimit;
	}

	/**
	 * Resource patterns and placeholders that the resource is made from.
	 * @return the inputs, unmodifiable
	 */
	public List<String> inputs() {
		return this.inputs;
	}

	/**
	 * The type of the shared value.
	 * @return the type, or {@code null} to use the declared one
	 */
	public @Nullable Type valueType() {
		return this.valueType;
	}

	/**
	 * The properties that the resource adds to the environment, by name.
	 * @return the properties, unmodifiable
	 */
	public Map<String, Function<? super V, ?>> properties() {
		return this.properties;
	}

}
