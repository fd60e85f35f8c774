package io.github.sharedsession.doctor;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sharedsession.SharedSessionConfigurationException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.core.inspect.SessionInspector;

/**
 * Shows shared sessions, cleans up after those that have ended without it, stops session
 * hosts, and explains what waits for what. Reads and locks as a member of a session does,
 * so it may be run at any time, beside builds too. Never prints a shared value.
 */
public final class Doctor {

	/** What was asked for was done, and nothing is wrong. */
	public static final int OK = 0;

	/** It could not be done. */
	public static final int ERROR = 1;

	/** The arguments make no sense. */
	public static final int USAGE = 2;

	/** Something was kept or still runs. */
	public static final int INCOMPLETE = 3;

	/** Somebody waits. */
	public static final int WAITING = 4;

	private static final String USAGE_TEXT = """
			Usage: <command> [session] [--json] [--forget] [--directory=<directory>]

			  list   the sessions: their builds, processes and leftovers; and what is cached
			  show   all about one session, or about all, and about what is cached
			  clean  tear down what is left of dead sessions, as far as that needs no code of
			         the tests, and remove those of which nothing is left; with --forget also
			         those of which something is left, which then nobody will tear down
			  stop   stop the session hosts that no test uses, or that of the given session
			  why    who waits for whom, and where the process is that they wait for

			A session is the name that 'list' prints, or the beginning of one.
			Exit codes: 0 done, 1 error, 2 usage, 3 something was kept or still runs, 4 somebody waits
			""";

	private final PrintStream out;

	/**
	 * Create a doctor.
	 * @param out takes what it has to say
	 */
	public Doctor(PrintStream out) {
		this.out = out;
	}

	/**
	 * Run one command and exit with its code.
	 * @param args the command and its options
	 */
	public static void main(String[] args) {
		System.exit(new Doctor(System.out).run(List.of(args)));
	}

	/**
	 * Run one command.
	 * @param args the command and its options
	 * @return the exit code
	 */
	public int run(List<String> args) {
		try {
			DoctorArguments arguments;
			try {
				arguments = DoctorArguments.parse(args);
			}
			catch (IllegalArgumentException ex) {
				this.out.println(ex.getMessage());
				this.out.println();
				this.out.print(USAGE_TEXT);
				return USAGE;
			}
			return run(arguments);
		}
		catch (SharedSessionException ex) {
			this.out.println(ex.getMessage());
			return ERROR;
		}
	}

	private int run(DoctorArguments arguments) {
		Path root = arguments.directory();
		DoctorOutput output = new DoctorOutput(this.out, arguments.json());
		if (!Files.isDirectory(root)) {
			boolean lists = switch (arguments.command()) {
				case LIST, SHOW -> true;
				default -> false;
			};
			output.result(lists ? new Listing.Result(List.of(), List.of()) : List.of());
			output.line("There is no shared session in " + root + ".");
			return OK;
		}
		SessionInspector inspector = new SessionInspector(root, output);
		Sessions sessions = new Sessions(inspector, arguments.session());
		List<SessionView> found = sessions.find();
		if (found.isEmpty() && arguments.session() != null) {
			throw new SharedSessionConfigurationException(
					"There is no session '" + arguments.session() + "' in " + root + ".",
					"Look for its name with 'list'.", null);
		}
		return switch (arguments.command()) {
			case LIST -> new Listing(output).run(root, new Listing.Result(found, inspector.cached()), false);
			case SHOW -> new Listing(output).run(root, new Listing.Result(found, inspector.cached()), true);
			case CLEAN -> new Cleaning(root, sessions, output).run(found, arguments.forget());
			case STOP -> new Stopping(sessions, output).run(found, arguments.session() != null);
			case WHY -> new Diagnosis(output).run(found);
		};
	}

}
