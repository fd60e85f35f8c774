package io.github.sharedsession.bean;

import java.util.Collection;
import java.util.function.Supplier;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.value.ValueCodec;

/**
 * A shared bean's resource, as one context defines it.
 *
 * @param <V> the shared value
 * @param method the method that declares the bean
 * @param recipe creates and destroys the resource
 * @param codec writes and reads the value; asked for only when values are shared
 * @param recorder knows the properties that were read
 * @param preparation gets what the creation needs
 * @param dependencies tells, after the preparation, which shared resources the creation
 * will depend on
 */
record ResourceDefinition<V>(SharedBeanMethod method, SharedBean<V, ?> recipe, Supplier<ValueCodec<V>> codec,
		PropertyRecorder recorder, Runnable preparation, Supplier<Collection<ResourceKey>> dependencies) {
}
