package io.github.sharedsession.core.resource;

import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import io.github.sharedsession.core.session.LibraryCopies;
import io.github.sharedsession.store.JvmRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Who in this JVM can destroy what: the newest recipe of each class loader by stable id,
 * so that a resource can also be destroyed after the context that asked for it has been
 * closed, and a leftover by the recipe of today.
 */
public final class Destroyers {

	private static final String ENTRY = "destroyers";

	private Destroyers() {
	}

	public static void offer(String stableId, Recipe recipe) {
		Deque<Function<byte[], Optional<Throwable>>> destroyers = destroyers(stableId);
		Destroyer destroyer = new Destroyer(recipe);
		destroyers.addFirst(destroyer);
		for (Iterator<?> others = destroyers.iterator(); others.hasNext();) {
			Object other = others.next();
			if (other != destroyer && other.getClass() == Destroyer.class) {
				others.remove();
			}
		}
	}

	/**
	 * Find the newest recipe whose class loader still is open.
	 */
	public static @Nullable Function<byte[], Optional<Throwable>> find(String stableId) {
		return destroyers(stableId).stream().filter(LibraryCopies::isOpen).findFirst().orElse(null);
	}

	/**
	 * Find the newest recipe of this class loader, which can also be asked for other
	 * recipes.
	 */
	public static @Nullable Recipe findRecipe(String stableId) {
		return destroyers(stableId).stream()
			.filter(Destroyer.class::isInstance)
			.map((destroyer) -> ((Destroyer) destroyer).recipe())
			.findFirst()
			.orElse(null);
	}

	static Function<byte[], Optional<Throwable>> of(Recipe recipe) {
		return new Destroyer(recipe);
	}

	public static void clear() {
		JvmRegistry.remove(ENTRY);
	}

	@SuppressWarnings("unchecked")
	private static Deque<Function<byte[], Optional<Throwable>>> destroyers(String stableId) {
		ConcurrentMap<String, Object> state = JvmRegistry.entry(ENTRY);
		Object own = new ConcurrentLinkedDeque<>();
		Object others = state.putIfAbsent(stableId, own);
		return (Deque<Function<byte[], Optional<Throwable>>>) ((others != null) ? others : own);
	}

	private record Destroyer(Recipe recipe) implements Function<byte[], Optional<Throwable>> {

		@Override
		public Optional<Throwable> apply(byte[] value) {
			try {
				this.recipe.destroy(value);
				return Optional.empty();
			}
			catch (Throwable ex) {
				return Optional.of(ex);
			}
		}

	}

}
