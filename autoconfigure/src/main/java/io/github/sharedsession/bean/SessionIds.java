package io.github.sharedsession.bean;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.sharedsession.SharedSessionConfigurationException;

/**
 * What tells one run of a build on several machines from all others: the build process
 * does not, as each machine has one of its own. Build servers have variables for it.
 */
final class SessionIds {

	/** By the name of a build server, the variables that name a run there. */
	private static final Map<String, List<String>> VARIABLES = new LinkedHashMap<>();

	static {
		VARIABLES.put("GitHub Actions", List.of("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT"));
		VARIABLES.put("GitLab", List.of("CI_PIPELINE_ID"));
		VARIABLES.put("Jenkins", List.of("BUILD_TAG"));
		VARIABLES.put("CircleCI", List.of("CIRCLE_WORKFLOW_ID"));
		VARIABLES.put("Buildkite", List.of("BUILDKITE_BUILD_ID"));
		VARIABLES.put("Azure Pipelines", List.of("BUILD_BUILDID", "SYSTEM_JOBATTEMPT"));
	}

	private SessionIds() {
	}

	/**
	 * Say that an id is missing, and what it could be.
	 * @param environment the variables of this JVM
	 */
	static SharedSessionConfigurationException missing(Map<String, String> environment) {
		String advice = VARIABLES.entrySet()
			.stream()
			.filter((server) -> environment.keySet().containsAll(server.getValue()))
			.findFirst()
			.map((server) -> "As this seems to be " + server.getKey() + ": " + variable(server.getValue()) + ".")
			.orElseGet(
					() -> "On a build server it has a name already: "
							+ VARIABLES.entrySet()
								.stream()
								.map((server) -> expression(server.getValue()) + " on " + server.getKey())
								.collect(Collectors.joining(", "))
							+ "; as in " + variable(List.of("CI_PIPELINE_ID")) + ".");
		return new SharedSessionConfigurationException(
				"The property " + JvmSettings.PREFIX + "store is for a build on several machines, and "
						+ JvmSettings.PREFIX
						+ "id is not set, so that nobody can tell which machines run the same build.",
				"Set " + JvmSettings.PREFIX + "id to what is the same on all machines of one run of the build, and "
						+ "different for all other runs. " + advice,
				null);
	}

	private static String variable(List<String> names) {
		return "SHARED_SESSION_ID=\"" + expression(names) + "\"";
	}

	private static String expression(List<String> names) {
		return names.stream().map((name) -> "${" + name + "}").collect(Collectors.joining("-"));
	}

}
