package io.github.sharedsession;

import io.github.sharedsession.spi.RecipeBeans;

import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Finds what makes the beans of recipes, when a container first asks for one.
 */
final class RecipeBeansHolder {

	private static final RecipeBeans BEANS = SpringFactoriesLoader
		.forDefaultResourceLocation(RecipeBeansHolder.class.getClassLoader())
		.load(RecipeBeans.class)
		.get(0);

	private RecipeBeansHolder() {
	}

	static RecipeBeans get() {
		return BEANS;
	}

}
