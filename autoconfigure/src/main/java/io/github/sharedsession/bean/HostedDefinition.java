package io.github.sharedsession.bean;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;

import io.github.sharedsession.HostedServer;
import io.github.sharedsession.HostedServerSettings;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanConnectException;
import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.core.acquire.ResourceRequest.ServerRequest;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.host.ServerDefinition;
import io.github.sharedsession.value.JsonValueCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What a recipe says of its hosted server, checked.
 *
 * @param <V> the shared value
 */
final class HostedDefinition<V> {

	private final SharedBeanMethod method;

	private final SharedBean<V, ?> recipe;

	private final HostedServerSettings<V> hosted;

	private final JsonValueCodec<Object> settingsCodec;

	private HostedDefinition(SharedBeanMethod method, SharedBean<V, ?> recipe, HostedServerSettings<V> hosted) {
		this.method = method;
		this.recipe = recipe;
		this.hosted = hosted;
		this.settingsCodec = new JsonValueCodec<>(() -> "settings of the " + method.description(),
				typeArgument(method, hosted.type(), 0));
	}

	/**
	 * Return the definition of a recipe.
	 * @return the definition, or {@code null} when forks make the resource
	 */
	static <V> @Nullable HostedDefinition<V> of(SharedBeanMethod method, SharedBean<V, ?> recipe) {
		HostedServerSettings<V> hosted = recipe.settings().hosted();
		if (hosted == null) {
			return null;
		}
		check(method, hosted.type());
		if (method.scope() == SharedBeanScope.CACHED) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " is the hosted server " + hosted.type().getName()
							+ ", and has the scope CACHED: a process does not outlive its session.",
					"Give the server the scope SESSION, and put it on top of files that a bean of the scope CACHED has "
							+ "made in the directory of its creation.",
					null);
		}
		return new HostedDefinition<>(method, recipe, hosted);
	}

	/** The type of the shared value, which the declaration may leave open. */
	static Type valueType(SharedBeanMethod method, HostedServerSettings<?> hosted) {
		return typeArgument(method, hosted.type(), 1);
	}

	private static void check(SharedBeanMethod method, Class<?> type) {
		boolean usable = Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())
				&& ClassUtils.getConstructorIfAvailable(type) != null;
		if (!usable) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " is hosted, but its server " + type.getName()
							+ " can't be made by the session host.",
					"Make it a public class, top-level or static, with a public no-argument constructor.", null);
		}
	}

	private static Type typeArgument(SharedBeanMethod method, Class<?> type, int index) {
		Type argument = JsonValueCodec.typeArgument(type, HostedServer.class, index);
		if (argument == null) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " is hosted, but " + (index == 0 ? "settings" : "value")
							+ " of its server " + type.getName() + " have no type that could be told from its class.",
					"Declare it in full, as in class MyServer implements HostedServer<MySettings, MyAddress>.", null);
		}
		return argument;
	}

	Class<?> type() {
		return this.hosted.type();
	}

	boolean isHosted() {
		return JvmSession.get().settings().isHostEnabled();
	}

	/** The settings in a form that does not depend on the order of a map. */
	byte[] canonicalSettings() {
		return this.settingsCodec.writeCanonical(this.hosted.settings());
	}

	@Nullable ServerRequest request(Collection<ResourceKey> dependencies) {
		if (!isHosted()) {
			return null;
		}
		byte[] settings = this.settingsCodec.write(this.hosted.settings());
		return new ServerRequest(
				new ServerDefinition(type().getName(), settings, this.method.beanName(), this.method.location())
					.encode(),
				JvmSession.get().host(), dependencies.stream().filter(ResourceKey::cached).toList());
	}

	/**
	 * The probe of a recipe is a callback of this JVM, and so asked in this JVM.
	 */
	void awaitReadiness(V value) {
		if (!isHosted()) {
			return;
		}
		try {
			Readiness.await(this.recipe.settings(), value);
		}
		catch (InterruptedException | IllegalStateException ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			throw new SharedBeanConnectException(
					"The " + this.method.description() + " is served by the session host, but: " + ex.getMessage(),
					"Look at its log below the session directory, or give readyWhen(...) a longer limit.", ex);
		}
	}

}
