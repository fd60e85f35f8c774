package io.github.sharedsession.core.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.store.Store;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one session host, {@code hosts/<class path>}: the lock file
 * {@code host}, held for as long as a host lives, the lock file {@code launch}, held by
 * the fork that starts one, the record {@code member}, and the files {@code arguments}
 * and {@code log} of the process.
 */
public final class HostFiles {

	private static final String HOSTS = "/hosts";

	private final Store store;

	private final String directory;

	public HostFiles(Store store, String session, String classPath) {
		this.store = store;
		this.directory = session + HOSTS + "/" + classPath;
	}

	/** All hosts of a session. */
	public static Stream<HostFiles> all(Store store, String session) {
		return store.list(session + HOSTS).stream().map((classPath) -> new HostFiles(store, session, classPath));
	}

	/**
	 * Quote the end of the log of a host.
	 * @param host the host
	 * @return some lines, or an empty string when there is no log
	 */
	public static String tailOfLog(Store store, String session, Member host) {
		return all(store, session).filter((files) -> {
			Member member = files.member();
			return member != null && member.pid() == host.pid();
		}).findFirst().map((files) -> LogTail.of(files.log())).orElse("");
	}

	public void create() {
		this.store.createDirectory(this.directory);
	}

	public Path path() {
		return this.store.path(this.directory);
	}

	public StoreLock host() {
		return this.store.lock(this.directory + "/host");
	}

	public StoreLock launch() {
		return this.store.lock(this.directory + "/launch");
	}

	/** Whether a host lives. */
	public boolean lives() {
		StoreLock host = host();
		boolean free = host.tryShared();
		host.close();
		return !free;
	}

	/** The newest host that has begun to work. */
	public @Nullable Member member() {
		byte[] content = this.store.read(this.directory + "/member");
		return (content != null) ? Member.parse(new String(content, StandardCharsets.UTF_8)) : null;
	}

	public void writeMember(Member member) {
		this.store.write(this.directory + "/member", member.format().getBytes(StandardCharsets.UTF_8));
	}

	public Path arguments() {
		return this.store.path(this.directory + "/arguments");
	}

	public Path log() {
		return this.store.path(this.directory + "/log");
	}

	/** Make the files for a new process, with the rights that they shall have. */
	public void createLogAndArguments() {
		this.store.append(this.directory + "/log", new byte[0]);
		this.store.write(this.directory + "/arguments", new byte[0]);
	}

}
