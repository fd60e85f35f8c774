package io.github.sharedsession.core.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What resources were made from, as their creations tell it: names and short digests.
 */
public final class CreationInputs {

	private static final int DETAIL = 3;

	private CreationInputs() {
	}

	public static String format(Map<String, String> inputs) {
		return new TreeMap<>(inputs).entrySet()
			.stream()
			.map((input) -> input.getKey() + "=" + input.getValue())
			.collect(Collectors.joining("\n"));
	}

	/** The names of what differs between the resources that were created. */
	static Set<String> differing(Collection<SessionEvent> created) {
		List<Map<String, String>> all = created.stream().map(CreationInputs::parse).distinct().toList();
		Map<String, Set<String>> values = new TreeMap<>();
		for (Map<String, String> inputs : all) {
			inputs.keySet().forEach((name) -> values.put(name, new HashSet<>()));
		}
		Set<String> differing = new TreeSet<>();
		for (Map.Entry<String, Set<String>> value : values.entrySet()) {
			all.forEach((inputs) -> value.getValue().add(inputs.getOrDefault(value.getKey(), "")));
			if (value.getValue().size() > 1) {
				differing.add(value.getKey());
			}
		}
		return differing;
	}

	/** Other versions of the library write none. */
	private static Map<String, String> parse(SessionEvent created) {
		Map<String, String> inputs = new HashMap<>();
		created.detail(DETAIL).lines().forEach((line) -> {
			int end = line.lastIndexOf('=');
			if (end > 0) {
				inputs.put(line.substring(0, end), line.substring(end + 1));
			}
		});
		return inputs;
	}

}
