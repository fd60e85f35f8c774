package io.github.sharedsession.core.resource;

/**
 * Destroys what is nothing but its directory, which goes without a recipe.
 */
public final class DisposingRecipe implements Recipe {

	@Override
	public Created create(CreationContext creation) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void destroy(byte[] value) {
	}

}
