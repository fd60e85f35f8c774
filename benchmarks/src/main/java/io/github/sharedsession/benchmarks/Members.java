package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Members in JVMs of their own, started once and kept: what is measured is warm.
 */
final class Members implements AutoCloseable {

	/** Small, as they are many, and soon as warm as they get. */
	private static final List<String> OPTIONS = List.of("-Xms16m", "-Xmx96m", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1");

	private final List<ChildJvm> jvms = new ArrayList<>();

	static Members start(int count) throws IOException {
		if (count > 1) {
			Run.progress("  starting " + count + " JVMs");
		}
		Members members = new Members();
		boolean started = false;
		try {
			for (int i = 0; i < count; i++) {
				members.jvms.add(ChildJvm.start(OPTIONS, MemberMain.class, List.of()));
			}
			members.jvms.forEach((jvm) -> jvm.await("ready"));
			started = true;
			return members;
		}
		finally {
			if (!started) {
				members.close();
			}
		}
	}

	ChildJvm get(int index) {
		return this.jvms.get(index);
	}

	List<ChildJvm> first(int count) {
		return this.jvms.subList(0, count);
	}

	@Override
	public void close() {
		this.jvms.forEach((jvm) -> jvm.process().destroyForcibly());
		this.jvms.forEach(ChildJvm::close);
	}

}
