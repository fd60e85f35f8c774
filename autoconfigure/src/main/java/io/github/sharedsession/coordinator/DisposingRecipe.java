package io.github.sharedsession.coordinator;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Destroys what is nothing but its directory, which goes without a recipe.
 */
final class DisposingRecipe implements Recipe {

	@Override
	public Collection<ResourceKey> prepare() {
		return List.of();
	}

	@Override
	public Created create(CreationContext creation) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void destroy(byte[] value) {
	}

	@Override
	public void check(RecordedProperties properties) {
	}

	@Override
	public @Nullable Recipe recipeOf(ResourceKey dependency) {
		return null;
	}

	@Override
	public @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
		return null;
	}

}
