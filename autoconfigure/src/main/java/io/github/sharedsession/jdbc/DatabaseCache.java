package io.github.sharedsession.jdbc;

import java.util.List;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.bean.RecipeCall;

/**
 * The parts of a shared database whose template outlives the session.
 */
interface DatabaseCache {

	/**
	 * Return the recipe of a part.
	 * @param name the name of the part
	 * @return the recipe
	 */
	SharedBean<?, ?> part(String name);

	/**
	 * Return the template, which other sessions may have made.
	 * @return gives the template when its copies are to be made
	 */
	Supplier<DatabaseTemplate> template();

	/**
	 * A template on a server that outlives the session as well: one part.
	 * @param call the call of the recipe's method
	 * @param maker makes and drops the template
	 * @param inputs what the template is made from
	 */
	static DatabaseCache onServer(RecipeCall call, MigratedTemplateMaker maker, List<String> inputs) {
		return new DatabaseCache() {

			@Override
			public SharedBean<?, ?> part(String name) {
				return SharedBean.createdWith(DatabaseTemplate.class, maker::make)
					.validWhen(maker::isThere)
					.destroyedBy(maker::drop)
					.inputs(inputs.toArray(String[]::new));
			}

			@Override
			public Supplier<DatabaseTemplate> template() {
				return call.part("template", SharedBeanScope.CACHED, DatabaseTemplate.class);
			}

		};
	}

}
