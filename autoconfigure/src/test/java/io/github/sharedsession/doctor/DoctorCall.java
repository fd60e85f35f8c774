package io.github.sharedsession.doctor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call of the doctor has said.
 *
 * @param code the exit code
 * @param output the output
 */
record DoctorCall(int code, String output) {

	static DoctorCall of(Path root, String... args) {
		List<String> arguments = new ArrayList<>(List.of(args));
		arguments.add("--directory=" + root);
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		int code = new Doctor(new PrintStream(output, true, StandardCharsets.UTF_8)).run(arguments);
		return new DoctorCall(code, output.toString(StandardCharsets.UTF_8));
	}

}
