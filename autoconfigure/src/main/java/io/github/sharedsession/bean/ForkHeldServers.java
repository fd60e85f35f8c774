package io.github.sharedsession.bean;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import io.github.sharedsession.HostedServerSettings;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedBeanSettings;
import io.github.sharedsession.value.JsonValueCodec;

/**
 * Hosted servers without a session host: each lives in the JVM that starts it, and ends
 * with that JVM at the latest.
 */
final class ForkHeldServers {

	private static final List<Running> RUNNING = new CopyOnWriteArrayList<>();

	private ForkHeldServers() {
	}

	/**
	 * Give a hosted recipe callbacks that start and close its server in this JVM; other
	 * recipes are left as they are.
	 */
	static <V, T> SharedBean<V, T> adapt(SharedBeanMethod method, SharedBean<V, T> recipe) {
		HostedServerSettings<V> hosted = recipe.settings().hosted();
		return (hosted != null) ? new ForkHeldRecipe<>(method, recipe, hosted) : recipe;
	}

	private record Running(HostedServer<?, ?> server, Object value) {
	}

	private static final class ForkHeldRecipe<V, T> implements SharedBean<V, T> {

		private final SharedBeanMethod method;

		private final SharedBean<V, T> recipe;

		private final HostedServerSettings<V> hosted;

		ForkHeldRecipe(SharedBeanMethod method, SharedBean<V, T> recipe, HostedServerSettings<V> hosted) {
			this.method = method;
			this.recipe = recipe;
			this.hosted = hosted;
		}

		@SuppressWarnings("unchecked")
		private HostedServer<Object, V> newServer() throws ReflectiveOperationException {
			return (HostedServer<Object, V>) this.hosted.type().getConstructor().newInstance();
		}

		@Override
		public V create() {
			throw new UnsupportedOperationException("Call create(Creation)");
		}

		@Override
		public V create(Creation<V> creation) throws Exception {
			HostedDefinition.of(this.method, this.recipe);
			HostedServer<Object, V> server = newServer();
			V value = server.start(this.hosted.settings(), creation);
			if (value != null) {
				RUNNING.add(new Running(server, value));
			}
			return value;
		}

		@Override
		public void destroy(V value) throws Exception {
			for (Running running : RUNNING) {
				if (running.server().getClass() == this.hosted.type() && isSame(running.value(), value)) {
					RUNNING.remove(running);
					running.server().close();
					return;
				}
			}
			newServer().recover(this.hosted.settings(), value);
		}

		/** The value may have been written and read back. */
		private boolean isSame(Object left, Object right) {
			if (left == right || left.equals(right)) {
				return true;
			}
			JsonValueCodec<Object> codec = new JsonValueCodec<>(this.method::description,
					HostedDefinition.valueType(this.method, this.hosted));
			return Arrays.equals(codec.writeCanonical(left), codec.writeCanonical(right));
		}

		@Override
		public T connect(V value) throws Exception {
			return this.recipe.connect(value);
		}

		@Override
		public void disconnect(T bean) throws Exception {
			this.recipe.disconnect(bean);
		}

		@Override
		public SharedBeanSettings<V> settings() {
			return this.recipe.settings();
		}

	}

}
