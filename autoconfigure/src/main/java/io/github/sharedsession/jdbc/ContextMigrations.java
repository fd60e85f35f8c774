package io.github.sharedsession.jdbc;

import io.github.sharedsession.bean.RecipeCall;

/**
 * Migrations that are configured in the context of the application.
 */
interface ContextMigrations extends Migrations {

	/**
	 * Return the migrations as configured in a context.
	 * @param call the call of the recipe's method, for its context
	 */
	Migrations in(RecipeCall call);

}
