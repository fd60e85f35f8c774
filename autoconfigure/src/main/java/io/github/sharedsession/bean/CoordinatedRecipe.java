package io.github.sharedsession.bean;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanPropertyMismatchException;
import io.github.sharedsession.ValidityProbe;
import io.github.sharedsession.bean.ResourceObserver.Step;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ValueText;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.value.CodecCreation;
import io.github.sharedsession.value.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A recipe of values as the coordinator wants it: of bytes.
 *
 * @param <V> the shared value
 */
final class CoordinatedRecipe<V> implements Recipe {

	private final ResourceDefinition<V> definition;

	private final SharedBean<V, ?> recipe;

	private final ValueCodec<V> codec;

	private final SharedBeanContext context;

	private final CoordinatedResources resources;

	/** Before a creation. */
	private volatile Step wait;

	private volatile boolean created;

	CoordinatedRecipe(ResourceDefinition<V> definition, ValueCodec<V> codec, SharedBeanContext context,
			CoordinatedResources resources, Step wait) {
		this.definition = definition;
		this.recipe = definition.recipe();
		this.codec = codec;
		this.context = context;
		this.resources = resources;
		this.wait = wait;
	}

	@Override
	public Collection<ResourceKey> prepare() {
		this.definition.preparation().run();
		return this.definition.dependencies().get();
	}

	/** Whether the resource was created by this. */
	boolean hasCreated() {
		return this.created;
	}

	/** It is over, and nothing of the context that has waited is kept for it. */
	void endWait() {
		this.wait.end(null);
		this.wait = Step.NONE;
	}

	@Override
	public Created create(CreationContext context) throws Exception {
		endWait();
		Created created = this.context.observer()
			.call(ResourceObserver.CREATE, this.definition.method(), () -> createObserved(context));
		this.created = true;
		return created;
	}

	private Created createObserved(CreationContext context) throws Exception {
		V value = this.recipe.create(new CodecCreation<>(context, this.codec));
		this.definition.recorder().stop();
		if (value == null) {
			throw new IllegalStateException("null was returned where the shared value was expected");
		}
		byte[] content = write(value);
		if (this.recipe.settings().readiness() != null) {
			context.checkpoint(content);
			Readiness.await(this.recipe.settings(), value);
		}
		return new Created(content, this.definition.recorder().record());
	}

	private byte[] write(V value) {
		try {
			LiveObjects.check(this.definition.method(), value);
			return this.codec.write(value);
		}
		catch (Throwable ex) {
			// What has been made can't be recorded, so here is the only chance to undo it
			try {
				this.recipe.destroy(value);
			}
			catch (Throwable suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw ex;
		}
	}

	@Override
	public List<ValueText> texts(byte[] value) {
		return this.codec.texts(value);
	}

	@Override
	public Map<String, String> inputs() {
		return this.resources.inputs(this.definition.method(), this.recipe.settings());
	}

	@Override
	public String valueType() {
		Type type = this.recipe.settings().valueType();
		Type declared = (type != null) ? type : this.definition.method().valueType();
		return (declared != null) ? declared.getTypeName() : "";
	}

	@Override
	public void destroy(byte[] value) throws Exception {
		this.context.observer().call(ResourceObserver.TEARDOWN, this.definition.method(), () -> {
			this.recipe.destroy(this.codec.read(value));
			return true;
		});
	}

	@Override
	public boolean isCurrent(RecordedProperties recorded, Collection<ResourceKey> dependencies) {
		return !this.context.isOpen() || (recorded.changed(new RecordedValues(this.context.environment())).isEmpty()
				&& dependencies.stream().allMatch(this.resources::isCurrent));
	}

	@Override
	public boolean isValid(byte[] value) throws Exception {
		ValidityProbe<? super V> probe = this.recipe.settings().validity();
		return probe == null || probe.isValid(this.codec.read(value));
	}

	@Override
	public boolean isDisposable(byte[] value) {
		return this.recipe.settings().isDisposable() && !(this.codec.read(value) instanceof AutoCloseable);
	}

	@Override
	public @Nullable Recipe recipeOf(ResourceKey dependency) {
		return this.context.isOpen() ? this.resources.recipeOf(dependency) : null;
	}

	@Override
	public @Nullable Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
		return this.context.isOpen() ? this.resources.recipeOfDependent(dependent, formerValues) : null;
	}

	@Override
	public void check(RecordedProperties recorded) {
		if (recorded.isEmpty()) {
			return;
		}
		List<String> changed = recorded.changed(new RecordedValues(this.context.environment()));
		if (!changed.isEmpty()) {
			throw new SharedBeanPropertyMismatchException("The " + this.definition.method().description()
					+ " exists, but was made under other values of " + changed + " than this context has.",
					RecordedValues.advice(changed), null);
		}
	}

}
