package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.github.sharedsession.Creation;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanCreationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A resource that is known to this JVM only. Nothing is written as JSON, and no lock is
 * taken.
 *
 * @param <V> the shared value
 */
final class LocalResource<V> {

	private static final Log logger = LogFactory.getLog(LocalResource.class);

	private final SharedBeanMethod method;

	private final SharedBean<V, ?> recipe;

	private final LocalCreation<V> creation;

	private final V value;

	private int uses;

	private LocalResource(ResourceDefinition<V> definition, LocalCreation<V> creation, V value) {
		this.method = definition.method();
		this.recipe = definition.recipe();
		this.creation = creation;
		this.value = value;
	}

	V value() {
		return this.value;
	}

	void addUse() {
		this.uses++;
	}

	/** Return whether that was the last one. */
	boolean removeUse() {
		this.uses--;
		return this.uses == 0;
	}

	static <V> LocalResource<V> create(ResourceDefinition<V> definition) {
		SharedBean<V, ?> recipe = definition.recipe();
		LocalCreation<V> creation = new LocalCreation<>();
		try {
			V value = recipe.create(creation);
			if (value == null) {
				throw new IllegalStateException("null was returned where the shared value was expected");
			}
			creation.checkpoint(value);
			Readiness.await(recipe.settings(), value);
			return new LocalResource<>(definition, creation, value);
		}
		catch (Throwable ex) {
			creation.undo(definition.method(), recipe);
			throw new SharedBeanCreationException(
					"The " + definition.method().description() + " could not be created: " + ex,
					"Mend what the exception tells.", ex);
		}
	}

	void destroy() {
		this.creation.checkpoint(this.value);
		this.creation.undo(this.method, this.recipe);
	}

	private static final class LocalCreation<V> implements Creation<V> {

		private final String id = "l" + UUID.randomUUID().toString().replace("-", "").substring(0, 11);

		private @Nullable Path directory;

		private @Nullable V checkpoint;

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public Path directory() {
			Path directory = this.directory;
			if (directory == null) {
				try {
					directory = Files.createTempDirectory("shared-session-");
					this.directory = directory;
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
			return directory;
		}

		@Override
		public void checkpoint(V value) {
			this.checkpoint = value;
		}

		@Override
		public Path log() {
			return directory().resolve("creation.log");
		}

		void undo(SharedBeanMethod method, SharedBean<V, ?> recipe) {
			try {
				V value = this.checkpoint;
				if (value != null) {
					recipe.destroy(value);
				}
			}
			catch (Throwable ex) {
				logger.warn("The " + method.description() + " could not be torn down", ex);
			}
			deleteDirectory(method);
		}

		/** Also when the tear-down has failed, as nobody tries it again. */
		private void deleteDirectory(SharedBeanMethod method) {
			try {
				if (this.directory != null) {
					FileSystemUtils.deleteRecursively(this.directory);
				}
			}
			catch (IOException ex) {
				logger.warn("The directory of the " + method.description() + " could not be deleted", ex);
			}
		}

	}

}
