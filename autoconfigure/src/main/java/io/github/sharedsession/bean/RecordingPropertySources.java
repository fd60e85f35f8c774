package io.github.sharedsession.bean;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The property sources of an environment, with one before them that has nothing and is
 * asked for everything: what {@code Binder} looks for is known by that. What it takes
 * from the names in a source, as the entries of a map, lies below a name that it asks
 * for.
 */
final class RecordingPropertySources extends MutablePropertySources {

	/** Attached by Spring Boot: asks the sources at the side of those here. */
	private static final String ATTACHED = "configurationProperties";

	private final MutablePropertySources sources;

	private final PropertySource<?> recorder;

	/**
	 * Create the sources.
	 * @param sources those of the environment
	 * @param recorder called with each name that is asked for
	 */
	RecordingPropertySources(MutablePropertySources sources, Consumer<String> recorder) {
		this.sources = sources;
		this.recorder = new Recorder(recorder);
	}

	@Override
	public Stream<PropertySource<?>> stream() {
		return Stream.concat(Stream.of(this.recorder), this.sources.stream());
	}

	@Override
	public Iterator<PropertySource<?>> iterator() {
		return stream().iterator();
	}

	@Override
	public Spliterator<PropertySource<?>> spliterator() {
		return stream().spliterator();
	}

	@Override
	public boolean contains(String name) {
		return this.sources.contains(name);
	}

	@Override
	public @Nullable PropertySource<?> get(String name) {
		return name.equals(ATTACHED) ? null : this.sources.get(name);
	}

	@Override
	public void addFirst(PropertySource<?> propertySource) {
		this.sources.addFirst(propertySource);
	}

	@Override
	public void addLast(PropertySource<?> propertySource) {
		this.sources.addLast(propertySource);
	}

	@Override
	public void addBefore(String relativePropertySourceName, PropertySource<?> propertySource) {
		this.sources.addBefore(relativePropertySourceName, propertySource);
	}

	@Override
	public void addAfter(String relativePropertySourceName, PropertySource<?> propertySource) {
		this.sources.addAfter(relativePropertySourceName, propertySource);
	}

	@Override
	public int precedenceOf(PropertySource<?> propertySource) {
		return this.sources.precedenceOf(propertySource);
	}

	@Override
	public @Nullable PropertySource<?> remove(String name) {
		return this.sources.remove(name);
	}

	@Override
	public void replace(String name, PropertySource<?> propertySource) {
		this.sources.replace(name, propertySource);
	}

	@Override
	public int size() {
		return this.sources.size();
	}

	@Override
	public String toString() {
		return this.sources.toString();
	}

	/** Can be enumerated, as otherwise it might have anything. */
	private static final class Recorder extends EnumerablePropertySource<Object> {

		private final Consumer<String> recorder;

		Recorder(Consumer<String> recorder) {
			super(Recorder.class.getName(), new Object());
			this.recorder = recorder;
		}

		@Override
		public String[] getPropertyNames() {
			return new String[0];
		}

		@Override
		public @Nullable Object getProperty(String name) {
			this.recorder.accept(name);
			return null;
		}

	}

}
