package io.github.sharedsession.bean;

import java.util.Collection;
import java.util.Map;

import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * Destroys what a killed build made with former generations of other resources: the
 * method of the recipe is called with the beans of those generations, as it was then.
 */
final class FormerDependentRecipe implements Recipe {

	private final String beanName;

	private final CoordinatedResources resources;

	private final Map<ResourceKey, byte[]> formerValues;

	FormerDependentRecipe(String beanName, CoordinatedResources resources, Map<ResourceKey, byte[]> formerValues) {
		this.beanName = beanName;
		this.resources = resources;
		this.formerValues = formerValues;
	}

	@Override
	public void destroy(byte[] value) throws Exception {
		try (FormerBeans formerBeans = new FormerBeans(this.resources, this.formerValues)) {
			ResourceDefinition<Object> definition = this.resources.define(this.beanName, formerBeans);
			definition.recipe().destroy(definition.codec().get().read(value));
		}
	}

	@Override
	public @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
		return this.resources.recipeOfDependent(dependent, formerValues);
	}

	@Override
	public @Nullable Recipe recipeOf(ResourceKey dependency) {
		return this.resources.recipeOf(dependency);
	}

	@Override
	public Collection<ResourceKey> prepare() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Created create(CreationContext creation) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void check(RecordedProperties properties) {
		throw new UnsupportedOperationException();
	}

}
