package io.github.sharedsession.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sharedsession.core.MemberMain;
import io.github.sharedsession.core.MemberProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JVMs with names of hosts, home directories and working directories of their own, which
 * have nothing in common but a server.
 */
public final class Machines implements AutoCloseable {

	private final Path temporary;

	private final List<MemberProcess> members = new ArrayList<>();

	public Machines(Path temporary) {
		this.temporary = temporary;
	}

	/**
	 * Start a JVM.
	 * @param machine the name of the host
	 * @param session the id of the session
	 * @param server what a {@link MemberMain} takes to open the store
	 */
	public MemberProcess start(String machine, String session, List<String> server) {
		return start(List.of(), machine, session, server);
	}

	/**
	 * Start a JVM by another command, which runs the command that follows.
	 */
	public MemberProcess start(List<String> prefix, String machine, String session, List<String> server) {
		Path home = this.temporary.resolve(machine);
		Path checkout = home.resolve("checkout-of-" + machine);
		try {
			Files.createDirectories(checkout);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> command = new ArrayList<>(prefix);
		command
			.addAll(List.of("/bin/sh", "-c", "cd \"$0\" && HOSTNAME=\"$1\" && export HOSTNAME && shift && exec \"$@\"",
					checkout.toString(), machine));
		List<String> arguments = new ArrayList<>(List.of(home.resolve("root").toString(), session, "0"));
		arguments.addAll(server);
		MemberProcess member = MemberProcess.start(command, MemberMain.class, arguments);
		this.members.add(member);
		return member;
	}

	/** What all members have told so far that starts so. */
	public List<String> seen(String start) {
		return this.members.stream()
			.flatMap((member) -> member.seen().stream())
			.filter((event) -> event.startsWith(start))
			.toList();
	}

	/** No machine has any files of a session. */
	public void assertNoFilesAreLeft() throws IOException {
		try (Stream<Path> files = Files.walk(this.temporary)) {
			assertThat(files.map((file) -> String.valueOf(file.getFileName())))
				.noneMatch((name) -> name.startsWith("s-"));
		}
	}

	@Override
	public void close() {
		this.members.forEach(MemberProcess::close);
	}

}
