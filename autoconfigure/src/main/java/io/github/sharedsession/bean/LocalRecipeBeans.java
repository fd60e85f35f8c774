package io.github.sharedsession.bean;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.spi.RecipeBeans;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Makes the beans of recipes where the container takes them for what they are, factory
 * beans: in contexts that Spring's test framework has not made. A recipe is an interface
 * and has no place to remember its context, so that is remembered here.
 */
class LocalRecipeBeans implements RecipeBeans {

	private final Map<Identity, LocalRecipeBean> beans = new ConcurrentHashMap<>();

	private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

	@Override
	public void setBeanName(Object recipe, String name) {
		for (Reference<?> gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			this.beans.remove(gone);
		}
		this.beans.put(new Identity(recipe, this.collected), new LocalRecipeBean(name));
	}

	@Override
	public void setApplicationContext(Object recipe, ApplicationContext context) {
		LocalRecipeBean bean = find(recipe);
		if (bean != null && context instanceof ConfigurableApplicationContext configurable) {
			bean.setContext(configurable);
		}
	}

	@Override
	public Object getObject(Object recipe) throws Exception {
		LocalRecipeBean bean = find(recipe);
		if (bean == null) {
			throw new SharedBeanDefinitionException(
					"The recipe " + recipe.getClass().getName() + " was asked for its bean, and belongs to no "
							+ "application context.",
					"Return it from a @SharedSessionBean method of a configuration class.", null);
		}
		return bean.get((SharedBean<?, ?>) recipe);
	}

	@Override
	public @Nullable Class<?> getObjectType(Object recipe) {
		LocalRecipeBean bean = find(recipe);
		Class<?> type = (bean != null) ? bean.type() : null;
		return (type != null) ? type
				: ResolvableType.forClass(recipe.getClass()).as(SharedBean.class).getGeneric(1).resolve();
	}

	private @Nullable LocalRecipeBean find(Object recipe) {
		return this.beans.get(new Identity(recipe, null));
	}

	/** Two contexts may have recipes that are equal. */
	private static final class Identity extends WeakReference<Object> {

		private final int hashCode;

		Identity(Object recipe, @Nullable ReferenceQueue<Object> queue) {
			super(recipe, queue);
			this.hashCode = System.identityHashCode(recipe);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other || (other instanceof Identity identity && get() != null && get() == identity.get());
		}

		@Override
		public int hashCode() {
			return this.hashCode;
		}

	}

}
