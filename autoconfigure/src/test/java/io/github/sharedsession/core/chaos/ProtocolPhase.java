package io.github.sharedsession.core.chaos;

import org.jspecify.annotations.Nullable;

/**
 * Tells from the stack which part of the protocol is under way, so that each step has a
 * name though production code names none.
 */
final class ProtocolPhase {

	private static final String PACKAGE = "io.github.sharedsession.core.";

	private static final String TEAR_DOWN = "tear down";

	private @Nullable String tearDown;

	private @Nullable String phase;

	private ProtocolPhase() {
	}

	static String current() {
		ProtocolPhase search = new ProtocolPhase();
		// Not a StackWalker, which costs a JVM that is not yet warm several times as much
		for (StackTraceElement frame : new Throwable().getStackTrace()) {
			search.visit(frame);
		}
		String phase = (search.phase != null) ? search.phase : "open";
		return (search.tearDown != null) ? phase + ", " + search.tearDown : phase;
	}

	private void visit(StackTraceElement frame) {
		if (this.phase == null && frame.getClassName().startsWith(PACKAGE)) {
			String label = label(simpleName(frame.getClassName()), frame.getMethodName());
			if (label != null && label.startsWith(TEAR_DOWN)) {
				this.tearDown = (this.tearDown != null) ? this.tearDown : label;
			}
			else {
				this.phase = label;
			}
		}
	}

	private static String simpleName(String className) {
		int end = className.indexOf('$');
		return className.substring(className.lastIndexOf('.') + 1, (end < 0) ? className.length() : end);
	}

	private static @Nullable String label(String type, String method) {
		return switch (type) {
			case "Leftovers" -> method.contains("sweepFormer") ? "sweep former fingerprint" : "sweep dead session";
			case "Release" -> "release";
			case "DependencyLeases" -> "lease dependency";
			case "CreationFrame" -> method.equals("obtained") ? "record dependency" : null;
			case "Teardown" -> (method.contains("Dependent") || method.equals("tearDownLocked"))
					? TEAR_DOWN + " dependent" : TEAR_DOWN;
			case "CreationFailure" -> "undo failed creation";
			case "Acquisition" -> acquisition(method);
			case "CachedAcquisition" -> method.equals("join") ? "join cached"
					: method.equals("joinOnly") ? "lease cached dependency" : "acquire cached";
			case "CacheCleanUp" -> "clean up cache";
			case "SessionEntry" -> "enter";
			case "SessionExit" -> "leave";
			default -> null;
		};
	}

	private static @Nullable String acquisition(String method) {
		return switch (method) {
			case "join" -> "join";
			case "create", "createAlone", "publish", "checkpoint", "directory" -> "create";
			default -> "acquire";
		};
	}

}
