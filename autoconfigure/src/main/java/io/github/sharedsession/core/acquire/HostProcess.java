package io.github.sharedsession.core.acquire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sharedsession.SharedSessionHostStartException;
import io.github.sharedsession.core.layout.CleanUp;
import io.github.sharedsession.core.layout.HostFiles;
import io.github.sharedsession.core.layout.LogTail;
import io.github.sharedsession.core.process.BuildProcess;
import io.github.sharedsession.core.record.Member;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.JvmRegistry;
import io.github.sharedsession.store.StoreLock;
import org.jspecify.annotations.Nullable;

/**
 * The session host of this JVM's class path, as a fork sees it that needs one. Nobody
 * relies on the start: at every poll a fork makes sure again that a host lives.
 */
final class HostProcess {

	private static final String PROCESS = "process";

	private final Session session;

	private final ResourceRequest request;

	private final HostLauncher launcher;

	private final HostFiles files;

	private final String entryName;

	HostProcess(Session session, ResourceRequest request, HostLauncher launcher) {
		this.session = session;
		this.request = request;
		this.launcher = launcher;
		this.files = new HostFiles(session.store(), session.directory(), launcher.fingerprint());
		this.entryName = "host:" + this.files.path();
	}

	/**
	 * Make sure that a host lives, or is about to. No lock of the resource's but its
	 * {@code members} is held.
	 * @throws SharedSessionHostStartException when the process that this JVM has started
	 * ended before it was a host
	 */
	void ensure() {
		ReentrantLock guard = JvmRegistry.guard(this.entryName);
		if (!guard.tryLock()) {
			// Another thread of this JVM is at it
			return;
		}
		try {
			this.files.create();
			StoreLock launch = this.files.launch();
			Process process = (Process) state().get(PROCESS);
			if (this.files.lives()) {
				state().remove(PROCESS);
				launch.close();
			}
			else if (process != null) {
				checkLaunched(process, launch);
			}
			else if (launch.isHeld() || launch.tryExclusive()) {
				launch(launch);
			}
			else {
				// Another fork starts one
				launch.close();
			}
		}
		finally {
			guard.unlock();
		}
	}

	/**
	 * This JVM does not wait for the host any longer: another one may start the next.
	 */
	void settle() {
		ReentrantLock guard = JvmRegistry.guard(this.entryName);
		guard.lock();
		try {
			this.files.launch().close();
		}
		finally {
			guard.unlock();
		}
	}

	private void checkLaunched(Process process, StoreLock launch) {
		if (process.isAlive()) {
			return;
		}
		state().remove(PROCESS);
		launch.close();
		Member host = this.files.member();
		boolean begun = host != null && host.pid() == process.pid();
		if (process.exitValue() != 0 && !begun) {
			throw failure("its process ended with exit code " + process.exitValue() + " before it served anything",
					null);
		}
	}

	/** Fails with the lock given back, so that another fork may try. */
	private void launch(StoreLock launch) {
		BuildProcess build = this.session.build();
		try {
			this.files.createLogAndArguments();
			Process process = this.launcher.launch(new HostLauncher.Launch(this.session.store().path(""),
					this.session.directory(), this.files.arguments(), this.files.log(),
					(build != null) ? build.format() : BuildProcess.NONE));
			state().put(PROCESS, process);
		}
		catch (IOException ex) {
			SharedSessionHostStartException failure = failure(ex.toString(), ex);
			CleanUp.run(failure, launch::close);
			throw failure;
		}
		catch (Throwable ex) {
			CleanUp.run(ex, launch::close);
			throw ex;
		}
	}

	private SharedSessionHostStartException failure(String reason, @Nullable IOException cause) {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		return new SharedSessionHostStartException(
				"The session host that the " + this.request.description() + " needs could not be started by "
						+ this.session.member() + ": " + reason + "." + LogTail.of(this.files.log()),
				"Mend what the log says; the host runs " + java + " with the test class path of this fork, given in "
						+ this.files.arguments() + ", and with shared-session.host-options. With "
						+ "shared-session.host=false the server runs in the fork that starts it.",
				cause);
	}

	private ConcurrentMap<String, Object> state() {
		return JvmRegistry.entry(this.entryName);
	}

}
