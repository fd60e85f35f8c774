package io.github.sharedsession.core.resource;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ValueText;
import org.jspecify.annotations.Nullable;

/**
 * How a resource is made and destroyed, as the coordinator sees it: shared values are
 * bytes.
 */
public interface Recipe {

	/**
	 * Get everything that {@link #create} needs, shared resources included. Called before
	 * anything is recorded; a failure is not recorded either.
	 * @return the shared resources that the creation will depend on, as far as they are
	 * known; those obtained meanwhile on the same thread need not be named
	 */
	default Collection<ResourceKey> prepare() {
		return List.of();
	}

	/**
	 * Create the resource.
	 * @param creation the ongoing creation
	 * @return the shared value, and the properties that were read
	 * @throws Exception when that fails; recorded for all members of the session
	 */
	Created create(CreationContext creation) throws Exception;

	/**
	 * Destroy the resource. May run on any thread, also when the context that the recipe
	 * belongs to has been closed.
	 * @param value the shared value
	 * @throws Exception when that fails; the record is then kept
	 */
	void destroy(byte[] value) throws Exception;

	/**
	 * Undo a creation that was killed before it had recorded a value.
	 * @return {@code false} when the recipe can't do that, so that something may have
	 * been left
	 * @throws Exception when that fails; the record is then kept
	 */
	default boolean destroyUnrecorded() throws Exception {
		return false;
	}

	/**
	 * Check that a resource that exists was made under the same properties as the asking
	 * context has.
	 * @param properties those that were read when it was made
	 * @throws io.github.sharedsession.SharedBeanPropertyMismatchException when they
	 * differ
	 */
	default void check(RecordedProperties properties) {
	}

	/**
	 * Return whether a cached resource that nobody uses was made from what the asking
	 * context would make it from.
	 * @param properties those that were read when it was made
	 * @param dependencies the cached resources that it was made with
	 * @return {@code false} when it has to be made again
	 */
	default boolean isCurrent(RecordedProperties properties, Collection<ResourceKey> dependencies) {
		return true;
	}

	/**
	 * Return whether a cached resource is still there.
	 * @param value the shared value
	 * @return {@code false} when it has to be made again
	 * @throws Exception counts as {@code false}
	 */
	default boolean isValid(byte[] value) throws Exception {
		return true;
	}

	/**
	 * Return whether nothing but its directory has to be deleted to destroy a resource.
	 * @param value the shared value
	 * @return whether it can be destroyed without a recipe
	 */
	default boolean isDisposable(byte[] value) {
		return false;
	}

	/**
	 * Find the recipe of a resource that this one was made with. Asked for when this JVM
	 * leases it only as a dependency, since it may be the last to do so.
	 * @param dependency the other resource
	 * @return its recipe, or {@code null} when it is not known here
	 */
	default @Nullable Recipe recipeOf(ResourceKey dependency) {
		return null;
	}

	/**
	 * Find the recipe of a resource that was made with a former generation of this one,
	 * and of others. It has to be destroyed before they are, and with their help.
	 * @param dependent the other resource
	 * @param formerValues the shared values of the former generations it was made with
	 * @return its recipe, or {@code null} when it is not known here
	 */
	default @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
		return null;
	}

	/**
	 * Find the texts in a value, to see what they name.
	 * @param value the shared value
	 * @return the texts; by default all of the value is one
	 */
	default List<ValueText> texts(byte[] value) {
		return List.of(new ValueText("", new String(value, StandardCharsets.UTF_8)));
	}

	/**
	 * Tell what the resource is made from, to say why there are several.
	 * @return short digests by names that hold no secret
	 */
	default Map<String, String> inputs() {
		return Map.of();
	}

	/**
	 * Name the type of the shared value, for the report.
	 * @return the name of a type, or an empty string
	 */
	default String valueType() {
		return "";
	}

	/**
	 * The result of a creation.
	 *
	 * @param value the shared value
	 * @param properties the properties that were read
	 */
	record Created(byte[] value, RecordedProperties properties) {
	}

}
