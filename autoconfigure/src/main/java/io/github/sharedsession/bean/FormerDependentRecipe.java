package io.github.sharedsession.bean;

import java.util.Collection;

import io.github.sharedsession.coordinator.CreationContext;
import io.github.sharedsession.coordinator.RecordedProperties;
import io.github.sharedsession.coordinator.Recipe;
import io.github.sharedsession.coordinator.ResourceKey;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.RegisteredBean;

/**
 * Destroys what a killed build made with a former generation of another resource: the
 * method of the recipe is called with the bean of that generation, as it was then.
 */
final class FormerDependentRecipe implements Recipe {

	private final SharedBeanInstanceSupplier supplier;

	private final SharedBeanContext context;

	private final CoordinatedResources resources;

	private final FormerBean former;

	FormerDependentRecipe(SharedBeanInstanceSupplier supplier, SharedBeanContext context,
			CoordinatedResources resources, FormerBean former) {
		this.supplier = supplier;
		this.context = context;
		this.resources = resources;
		this.former = former;
	}

	@Override
	public void destroy(byte[] value) throws Exception {
		withDefinition((definition) -> definition.recipe().destroy(definition.codec().get().read(value)));
	}

	@Override
	public @Nullable Recipe recipeOfDependent(ResourceKey dependent, byte[] formerValue) {
		return this.resources.recipeOfDependent(dependent,
				new FormerBean(this.supplier.method().beanName(), (user) -> withDefinition((definition) -> FormerBean
					.connect(definition.recipe(), definition.codec().get().read(formerValue), user))));
	}

	private void withDefinition(DefinitionUser user) throws Exception {
		RegisteredBean bean = RegisteredBean.of(this.context.beanFactory(), this.supplier.method().beanName());
		this.former.connection()
			.with((formerBean) -> user.use(this.supplier.define(bean, this.context,
					new FormerBeanSubstitute(this.former.beanName(), formerBean))));
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

	@Override
	public @Nullable Recipe recipeOf(ResourceKey dependency) {
		return null;
	}

	private interface DefinitionUser {

		void use(ResourceDefinition<Object> definition) throws Exception;

	}

}
