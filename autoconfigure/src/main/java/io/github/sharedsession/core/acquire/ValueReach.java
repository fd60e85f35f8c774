package io.github.sharedsession.core.acquire;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.core.process.MachineReference;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.record.ValueText;
import io.github.sharedsession.core.resource.Recipe;
import io.github.sharedsession.core.session.Session;

/**
 * Notices values that make sense only on the machine that made them, in a session of
 * several.
 */
final class ValueReach {

	private static final int MOST_TOLD = 3;

	private final Session session;

	ValueReach(Session session) {
		this.session = session;
	}

	/**
	 * Look at what this JVM has created, so that one member tells and not all.
	 */
	void look(ResourceRecord lease, Recipe recipe) {
		byte[] value = lease.value();
		if (value != null) {
			List<String> references = references(recipe.texts(value));
			if (!references.isEmpty()) {
				this.session.log().warn(message(lease, references), null);
			}
		}
	}

	static List<String> references(List<ValueText> texts) {
		List<String> references = new ArrayList<>();
		for (ValueText text : texts) {
			MachineReference reference = MachineReference.in(text.text());
			if (reference != null) {
				references.add(reference.description() + (text.place().isEmpty() ? "" : " at " + text.place()));
			}
		}
		return references;
	}

	private String message(ResourceRecord lease, List<String> references) {
		int told = Math.min(MOST_TOLD, references.size());
		String rest = (references.size() > told) ? " and " + (references.size() - told) + " more" : "";
		return "The value of the shared bean '" + lease.bean() + "' (declared by " + lease.method() + ", created by "
				+ this.session.member() + ") names " + String.join(", ", references.subList(0, told)) + rest
				+ ". That makes sense on this machine only, but all machines of the session get the value. Give it an "
				+ "address that all of them reach: not localhost, but the name of the machine, where the server listens "
				+ "on more than the loopback interface. Files stay on one machine, those in Creation.directory() too: "
				+ "share what they hold, or where all machines can get it. If each JVM may have a resource of its own, "
				+ "give the bean the scope FORK.";
	}

}
