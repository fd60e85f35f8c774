package io.github.sharedsession.core.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A build in a container, and its forks. A fork prints one line that tells what it takes
 * for its build.
 */
final class ContainerMain {

	private ContainerMain() {
	}

	/**
	 * Run a build, or a fork.
	 * @param args {@code build}, {@code abandon} for a build that dies before its fork
	 * has looked around, or {@code fork}; then what makes the command line look like that
	 * of a build tool
	 */
	public static void main(String[] args) throws Exception {
		switch (args[0]) {
			case "build" -> {
				List<Process> forks = List.of(start("fork -jvmRun1"), start("fork -jvmRun2"));
				for (Process fork : forks) {
					fork.inputReader(StandardCharsets.UTF_8).readLine();
				}
				for (Process fork : forks) {
					fork.outputWriter(StandardCharsets.UTF_8).append("go on\n").flush();
					System.out.println(fork.inputReader(StandardCharsets.UTF_8).readLine());
				}
			}
			case "abandon" -> {
				start("orphan -jvmRun1");
				Runtime.getRuntime().halt(0);
			}
			case "fork" -> {
				System.out.println("started");
				new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
				tell();
				// The other one may still look for this one
				System.in.read();
			}
			case "orphan" -> {
				ProcessHandle self = ProcessHandle.current();
				while (self.parent().flatMap(ProcessHandle::parent).filter((build) -> build.pid() != 1).isPresent()) {
					Thread.sleep(1);
				}
				tell();
			}
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	/** By a shell, as Surefire does. */
	private static Process start(String arguments) throws IOException {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		ProcessBuilder fork = new ProcessBuilder("/bin/sh", "-c",
				"cd . && '" + java + "' -Xmx32m -XX:-UsePerfData " + ContainerMain.class.getName() + " " + arguments);
		return (arguments.startsWith("orphan") ? fork.inheritIO() : fork).start();
	}

	private static void tell() {
		SessionIdentity identity = SessionIdentity.detect(null, false);
		BuildProcess build = BuildProcess.detect();
		System.out.println("ancestor " + (identity.ancestorStart() != 0) + ", build "
				+ ((build == null) ? "none" : (build.pid() == 1) ? "first" : "another") + ", others "
				+ OtherForks.areSeen() + ", session " + identity.name());
	}

}
