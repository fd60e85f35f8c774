package io.github.sharedsession.jdbc;

import java.util.Objects;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.bean.RecipeCall;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The recipe of a shared database in a context that is not a test context. The container
 * calls its method there without telling for what, so that the recipe is made when the
 * bean is.
 */
final class LaterDatabaseRecipe implements SharedBean<DatabaseTemplate, JdbcConnectionDetails> {

	private final SharedDatabase database;

	private volatile @Nullable SharedBean<DatabaseTemplate, JdbcConnectionDetails> recipe;

	LaterDatabaseRecipe(SharedDatabase database) {
		this.database = database;
	}

	private SharedBean<DatabaseTemplate, JdbcConnectionDetails> recipe() {
		return Objects.requireNonNull(this.recipe);
	}

	@Override
	public DatabaseTemplate create() {
		throw new UnsupportedOperationException("Call create(Creation)");
	}

	@Override
	public DatabaseTemplate create(Creation<DatabaseTemplate> creation) throws Exception {
		RecipeCall call = RecipeCall.later()
			.orElseThrow(() -> new SharedBeanDefinitionException(
					"A shared database was built outside of a @SharedSessionBean method.",
					"Call build() in the method, and return its result from there.", null));
		SharedBean<DatabaseTemplate, JdbcConnectionDetails> recipe = this.database.build(call);
		this.recipe = recipe;
		return recipe.create(creation);
	}

	@Override
	public JdbcConnectionDetails connect(DatabaseTemplate template) throws Exception {
		return recipe().connect(template);
	}

	@Override
	public void disconnect(JdbcConnectionDetails bean) throws Exception {
		recipe().disconnect(bean);
	}

	@Override
	public void destroy(DatabaseTemplate template) throws Exception {
		recipe().destroy(template);
	}

}
