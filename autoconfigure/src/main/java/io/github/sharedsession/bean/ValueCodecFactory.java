package io.github.sharedsession.bean;

import java.lang.reflect.Type;

import io.github.sharedsession.HostedServerSettings;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedValueCodec;
import io.github.sharedsession.value.JsonValueCodec;
import io.github.sharedsession.value.ValueCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Chooses how the shared value of a bean is written and read: by the codec of its recipe,
 * else by a codec bean for its type, else as JSON.
 */
final class ValueCodecFactory {

	private ValueCodecFactory() {
	}

	static <V> ValueCodec<V> forPlainValue(SharedBeanContext context, SharedBeanMethod method) {
		return forType(context, method, method.valueType());
	}

	static <V> ValueCodec<V> forRecipe(SharedBeanContext context, SharedBeanMethod method, SharedBean<V, ?> recipe) {
		SharedValueCodec<V> codec = recipe.settings().codec();
		if (codec != null) {
			return new CustomValueCodec<>(method, codec);
		}
		HostedServerSettings<V> hosted = recipe.settings().hosted();
		if (hosted != null) {
			return new JsonValueCodec<>(method::description, HostedDefinition.valueType(method, hosted));
		}
		Type type = recipe.settings().valueType();
		return forType(context, method, (type != null) ? type : method.valueType());
	}

	@SuppressWarnings("unchecked")
	private static <V> ValueCodec<V> forType(SharedBeanContext context, SharedBeanMethod method, @Nullable Type type) {
		if (type == null) {
			throw new SharedBeanDefinitionException(
					"The type of the shared value of the " + method.description() + " can't be told: its method "
							+ "says '?' for it, and so does its recipe.",
					"Declare SharedBean<Value, ...>, or use createdWith(Value.class, ...) or valueType(Value.class).",
					null);
		}
		ResolvableType codecType = ResolvableType.forClassWithGenerics(SharedValueCodec.class,
				ResolvableType.forType(type));
		Object codec = context.beanFactory().getBeanProvider(codecType).getIfUnique();
		return (codec != null) ? new CustomValueCodec<>(method, (SharedValueCodec<V>) codec)
				: new JsonValueCodec<>(method::description, type);
	}

}
