package io.github.sharedsession.spi;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Makes the beans of recipes that a container takes for factory beans. Found through
 * {@code META-INF/spring.factories}.
 */
public interface RecipeBeans {

	/**
	 * Note the name of a recipe's bean.
	 * @param recipe the recipe
	 * @param name the name of the bean
	 */
	void setBeanName(Object recipe, String name);

	/**
	 * Note the context of a recipe's bean.
	 * @param recipe the recipe
	 * @param context the context
	 */
	void setApplicationContext(Object recipe, ApplicationContext context);

	/**
	 * Return the bean of a recipe, which is made when it is first asked for.
	 * @param recipe the recipe
	 * @return the bean
	 * @throws Exception when it can't be made
	 */
	Object getObject(Object recipe) throws Exception;

	/**
	 * Return the type of a recipe's bean, without making anything.
	 * @param recipe the recipe
	 * @return the type, or {@code null} when it isn't known
	 */
	@Nullable Class<?> getObjectType(Object recipe);

}
