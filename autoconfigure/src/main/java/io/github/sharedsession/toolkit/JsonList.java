package io.github.sharedsession.toolkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedList;
import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.session.Membership;
import io.github.sharedsession.store.Digest;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.value.JsonValueCodec;
import io.github.sharedsession.value.ValueCodec;

/**
 * A list with a file for each member that adds to it, and a line for each item: its
 * length and itself. What is cut short has another length, whatever comes after it.
 *
 * @param <T> the type of its items
 */
final class JsonList<T> implements SharedList<T> {

	private static final String LISTS = "/lists/";

	private final Coordinator coordinator;

	private final String what;

	private final String directory;

	private final ValueCodec<T> codec;

	JsonList(Coordinator coordinator, String name, Class<T> type) {
		this.coordinator = coordinator;
		this.what = "shared list '" + name + "'";
		this.directory = LISTS + Digest.sha256().add(name).hex(16);
		this.codec = new JsonValueCodec<>(() -> this.what, type);
	}

	@Override
	public void add(T item) {
		String json = new String(this.codec.write(item), StandardCharsets.UTF_8);
		byte[] line = ("\n" + json.length() + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
		this.coordinator.call(this.what, (member) -> append(member, line));
	}

	private boolean append(Membership member, byte[] line) {
		String path = member.directory() + this.directory;
		ReentrantLock guard = JvmRegistry.guard("list:" + member.store().address(path));
		guard.lock();
		try {
			member.store().createDirectory(path);
			member.store().append(path + "/" + member.memberId(), line);
			return true;
		}
		finally {
			guard.unlock();
		}
	}

	@Override
	public List<T> all() {
		return this.coordinator.call(this.what, (member) -> {
			List<T> items = new ArrayList<>();
			String path = member.directory() + this.directory;
			for (String name : member.store().list(path)) {
				byte[] content = member.store().read(path + "/" + name);
				if (content != null) {
					new String(content, StandardCharsets.UTF_8).lines().forEach((line) -> read(line, items));
				}
			}
			return items;
		});
	}

	private void read(String line, List<T> items) {
		int blank = line.indexOf(' ');
		String json = line.substring(blank + 1);
		if (blank > 0 && line.substring(0, blank).equals(String.valueOf(json.length()))) {
			items.add(this.codec.read(json.getBytes(StandardCharsets.UTF_8)));
		}
	}

}
