package io.github.sharedsession.host;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sharedsession.HostedServer;
import io.github.sharedsession.core.hosting.HostedRecipe;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.value.CodecCreation;
import io.github.sharedsession.value.JsonValueCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Starts and closes a {@link HostedServer} in a host.
 *
 * @param <S> the settings
 * @param <V> the shared value
 */
final class HostedServerRecipe<S, V> implements HostedRecipe {

	private final ServerDefinition definition;

	private final Duration closeLimit;

	private @Nullable HostedServer<S, V> running;

	/** A creation has failed before the server was told to start: nothing is left. */
	private boolean nothingStarted;

	HostedServerRecipe(ServerDefinition definition, Duration closeLimit) {
		this.definition = definition;
		this.closeLimit = closeLimit;
	}

	@Override
	public String beanName() {
		return this.definition.beanName();
	}

	@Override
	public String method() {
		return this.definition.method();
	}

	@Override
	public synchronized Created create(CreationContext context) throws Exception {
		this.nothingStarted = true;
		HostedServer<S, V> server = newServer();
		JsonValueCodec<V> codec = codec(server, 1, "");
		S settings = settings(server);
		this.nothingStarted = false;
		V value = server.start(settings, new CodecCreation<>(context, codec));
		byte[] content;
		try {
			if (value == null) {
				throw new IllegalStateException("null was returned where the shared value was expected");
			}
			content = codec.write(value);
		}
		catch (Throwable ex) {
			// What runs can't be recorded, so here is the only chance to close it
			try {
				close(server);
			}
			catch (Throwable suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw ex;
		}
		this.running = server;
		ClassLoading.prepareForClosing(server.getClass());
		return new Created(content, RecordedProperties.none());
	}

	@Override
	public synchronized String valueType() {
		return (this.running != null)
				? ResolvableType.forClass(this.running.getClass()).as(HostedServer.class).getGeneric(1).toString() : "";
	}

	@Override
	public synchronized void destroy(byte[] value) throws Exception {
		HostedServer<S, V> server = this.running;
		this.running = null;
		if (server == null) {
			recover(value);
		}
		else {
			closeOrRecover(server, value);
		}
	}

	/**
	 * Nobody else will have this server in hand: what its {@code close} leaves undone is
	 * for the one who cleans up after a lost server.
	 */
	private void closeOrRecover(HostedServer<S, V> server, byte[] value) throws Exception {
		try {
			close(server);
		}
		catch (Throwable ex) {
			HostLog.print("The shared bean '" + beanName() + "' (declared by " + method()
					+ ") could not be closed, and is cleaned up after as if its host had died", ex);
			try {
				recover(value);
			}
			catch (Throwable recovery) {
				ex.addSuppressed(recovery);
				throw ex;
			}
		}
	}

	@Override
	public synchronized boolean destroyUnrecorded() throws Exception {
		if (!this.nothingStarted) {
			recover(null);
		}
		return true;
	}

	@Override
	public synchronized void close() {
		HostedServer<S, V> server = this.running;
		this.running = null;
		if (server != null) {
			try {
				close(server);
			}
			catch (Throwable ex) {
				HostLog.print("The shared bean '" + beanName() + "' could not be closed", ex);
			}
		}
	}

	private void recover(byte @Nullable [] value) throws Exception {
		HostedServer<S, V> server = newServer();
		S settings;
		V lost;
		try {
			settings = settings(server);
			lost = (value != null) ? this.<V>codec(server, 1, "").read(value) : null;
		}
		catch (LinkageError ex) {
			throw new IllegalStateException(
					"the settings of " + this.definition.className() + " can't be read in the session host: " + ex, ex);
		}
		limited("recover", () -> {
			server.recover(settings, lost);
			return true;
		});
	}

	private void close(HostedServer<S, V> server) throws Exception {
		limited("close", () -> {
			server.close();
			return true;
		});
	}

	/**
	 * A server that does not come back must not keep its host, and with it its session.
	 */
	private void limited(String method, Callable<Boolean> action) throws Exception {
		FutureTask<Boolean> task = new FutureTask<>(action);
		Thread thread = new Thread(task, "shared-session-" + method + "-" + beanName());
		thread.setDaemon(true);
		thread.start();
		try {
			task.get(this.closeLimit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception exception) {
				throw exception;
			}
			throw new IllegalStateException(method + "() of " + this.definition.className() + " failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			StringBuilder stack = new StringBuilder();
			for (StackTraceElement element : thread.getStackTrace()) {
				stack.append(System.lineSeparator()).append("    at ").append(element);
			}
			thread.interrupt();
			throw new IllegalStateException(method + "() of " + this.definition.className() + " did not end within "
					+ this.closeLimit.toMillis() / 1000.0 + " s, and is not waited for any longer. It was at:" + stack);
		}
	}

	/**
	 * Nothing but a server is loaded, whatever class is named; the check comes before any
	 * code of the class is run.
	 */
	@SuppressWarnings("unchecked")
	private HostedServer<S, V> newServer() throws Exception {
		try {
			Class<?> type = Class.forName(this.definition.className(), false, getClass().getClassLoader());
			if (!HostedServer.class.isAssignableFrom(type)) {
				throw new IllegalStateException(type.getName() + " is no " + HostedServer.class.getSimpleName());
			}
			return (HostedServer<S, V>) type.getConstructor().newInstance();
		}
		catch (LinkageError | ReflectiveOperationException ex) {
			throw new IllegalStateException("the server " + this.definition.className()
					+ " can't be made in the session host: " + ex + ", caused by " + ex.getCause(), ex);
		}
	}

	private S settings(HostedServer<S, V> server) {
		return this.<S>codec(server, 0, "settings of the ").read(this.definition.settings());
	}

	private <T> JsonValueCodec<T> codec(HostedServer<S, V> server, int typeArgument, String prefix) {
		Type type = JsonValueCodec.typeArgument(server.getClass(), HostedServer.class, typeArgument);
		if (type == null) {
			throw new IllegalStateException("the type arguments of " + HostedServer.class.getSimpleName()
					+ " can't be told from " + server.getClass().getName());
		}
		return new JsonValueCodec<>(
				() -> prefix + "shared bean '" + beanName() + "' (declared by " + method() + ", in the session host)",
				type);
	}

}
