package io.github.sharedsession.core.acquire;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.ResourceSlot;
import org.jspecify.annotations.Nullable;

/**
 * One creation on the current thread. Shared resources that the thread obtains meanwhile
 * are dependencies of the innermost one.
 */
final class CreationFrame {

	private static final ThreadLocal<Deque<CreationFrame>> FRAMES = ThreadLocal.withInitial(ArrayDeque::new);

	private final ResourceSlot slot;

	private final Map<String, String> dependencies = new TreeMap<>();

	private @Nullable ResourceRecord intent;

	private @Nullable RuntimeException disturbance;

	private CreationFrame(ResourceSlot slot) {
		this.slot = slot;
	}

	static CreationFrame push(ResourceSlot slot) {
		CreationFrame frame = new CreationFrame(slot);
		FRAMES.get().push(frame);
		return frame;
	}

	void pop() {
		Deque<CreationFrame> frames = FRAMES.get();
		frames.remove(this);
		if (frames.isEmpty()) {
			FRAMES.remove();
		}
	}

	static boolean isCreating(String name) {
		for (CreationFrame frame : FRAMES.get()) {
			if (frame.slot.files().name().equals(name)) {
				return true;
			}
		}
		return false;
	}

	/** The resources being created by this thread, innermost last. */
	static String chain() {
		StringBuilder chain = new StringBuilder();
		FRAMES.get().descendingIterator().forEachRemaining((frame) -> {
			String name = frame.slot.files().name();
			chain.append('\'').append(ResourceKey.parse(name).label()).append("' -> ");
		});
		return chain.toString();
	}

	static @Nullable CreationFrame innermost() {
		return FRAMES.get().peek();
	}

	/** Whether what is being created outlives its session. */
	boolean isCached() {
		return this.slot.files().key().cached();
	}

	/**
	 * The creation has obtained a resource, which is leased by this JVM and whose guard
	 * is held. When this returns the dependency is recorded, so that nothing can be made
	 * with it that nobody knows of.
	 */
	void obtained(ResourceSlot dependency, String generation) {
		String name = dependency.files().name();
		if (this.dependencies.putIfAbsent(name, generation) != null) {
			return;
		}
		dependency.addUses(1);
		dependency.files().addDependent(this.slot.files());
		if (this.intent != null) {
			writeIntent(this.intent.withDependencies(this.dependencies));
		}
	}

	/**
	 * The files of the session have failed the creation, which is no failure of its own
	 * and may go well at another time.
	 */
	void disturbed(RuntimeException ex) {
		this.disturbance = ex;
	}

	@Nullable RuntimeException disturbance() {
		return this.disturbance;
	}

	Map<String, String> dependencies() {
		return this.dependencies;
	}

	ResourceRecord intent() {
		if (this.intent == null) {
			throw new IllegalStateException("Nothing is being created");
		}
		return this.intent;
	}

	void writeIntent(ResourceRecord intent) {
		this.intent = intent;
		try {
			this.slot.files().writeIntent(intent);
		}
		catch (UncheckedIOException ex) {
			disturbed(ex);
			throw ex;
		}
	}

}
