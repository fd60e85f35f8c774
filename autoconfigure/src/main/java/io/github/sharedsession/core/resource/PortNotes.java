package io.github.sharedsession.core.resource;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.process.ListeningPorts;
import io.github.sharedsession.core.record.ResourceRecord;

/**
 * Notes of creators on which port they serve what they share, for those who outlive them.
 * To look for a port takes as long as twenty creations, so that a thread of its own does
 * it, on which nobody waits and which keeps no JVM alive. Who reads before the note is
 * written finds none and so knows of no port, as of a creator that serves none.
 */
public final class PortNotes {

	/** A JVM that creates very much is not to have a processor busy with this. */
	private static final long PAUSE_MILLIS = 50;

	/** What this thread has not got to yet is looked for together. */
	private static final Queue<Creation> CREATIONS = new ConcurrentLinkedQueue<>();

	public static final ThreadPoolExecutor LOOKS = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), new DaemonFactory());

	static {
		LOOKS.allowCoreThreadTimeOut(true);
	}

	private PortNotes() {
	}

	/**
	 * Write soon whether this JVM serves what it has created. Others could look for
	 * themselves, but a look takes as long as a hundred joins.
	 */
	public static void write(ResourceFiles files, ResourceRecord lease) {
		CREATIONS.add(new Creation(files, lease));
		LOOKS.execute(new Look());
	}

	/**
	 * While this JVM has the lease nobody removes the directory, and with the guard it
	 * does not give the lease back.
	 */
	private static void write(Creation creation, int port) {
		ResourceSlot slot = new ResourceSlot(creation.files());
		slot.guard().lock();
		try {
			ResourceRecord lease = slot.lease();
			if (lease != null && lease.generation().equals(creation.lease().generation())) {
				slot.files()
					.store()
					.write(file(slot.files()), (lease.generation() + " " + port).getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			// Nobody goes without a resource because of a warning
		}
		finally {
			slot.guard().unlock();
		}
	}

	private static String file(ResourceFiles files) {
		return files.directory() + "/port";
	}

	/**
	 * The port that the creator has noted, or 0.
	 */
	static int read(ResourceFiles files, ResourceRecord lease) {
		try {
			byte[] content = files.store().read(file(files));
			String[] parts = new String((content != null) ? content : new byte[0], StandardCharsets.US_ASCII).split(" ",
					-1);
			return (parts.length == 2 && parts[0].equals(lease.generation())) ? Integer.parseInt(parts[1]) : 0;
		}
		catch (UncheckedIOException | SharedSessionRecordException | NumberFormatException ex) {
			// As above
			return 0;
		}
	}

	private record Creation(ResourceFiles files, ResourceRecord lease) {

		Set<Integer> named() {
			byte[] value = this.lease.value();
			return (value != null) ? ListeningPorts.named(value) : new TreeSet<>();
		}

	}

	private static final class DaemonFactory implements ThreadFactory {

		@Override
		public Thread newThread(Runnable looks) {
			Thread thread = new Thread(looks, "shared-session-ports");
			thread.setDaemon(true);
			// Not that of a test, which may be closed
			thread.setContextClassLoader(null);
			return thread;
		}

	}

	private static final class Look implements Runnable {

		@Override
		public void run() {
			List<Creation> creations = new ArrayList<>();
			Set<Integer> named = new TreeSet<>();
			for (Creation next = CREATIONS.poll(); next != null; next = CREATIONS.poll()) {
				creations.add(next);
				named.addAll(next.named());
			}
			Set<Integer> served = ListeningPorts.served(named, ProcessHandle.current().pid());
			for (Creation creation : creations) {
				Set<Integer> ports = creation.named();
				ports.retainAll(served);
				if (!ports.isEmpty()) {
					write(creation, ports.iterator().next());
				}
			}
			if (!named.isEmpty()) {
				pause();
			}
		}

		private static void pause() {
			try {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
