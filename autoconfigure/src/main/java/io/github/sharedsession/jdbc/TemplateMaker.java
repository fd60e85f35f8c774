package io.github.sharedsession.jdbc;

import io.github.sharedsession.Creation;

/**
 * Makes the template of a shared database, and drops what has been made.
 */
interface TemplateMaker {

	/**
	 * Make the template.
	 * @param creation the creation, which has a checkpoint before anything is made
	 * @return the template
	 */
	DatabaseTemplate make(Creation<DatabaseTemplate> creation);

	/**
	 * Drop what was made, and all copies, those that killed forks have left among them.
	 * @param template the template, or its checkpoint
	 */
	void drop(DatabaseTemplate template);

	/** Drop all copies of a template. */
	static void dropCopies(DatabaseTemplate template, DatabaseServer server) {
		DatabaseFailures.run("drop the copies of the database", template, template.name(), () -> {
			for (String copy : server.find(template.copyPrefix())) {
				server.drop(copy);
			}
		});
	}

}
