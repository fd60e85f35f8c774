package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether it takes longer to acquire a value that is already there when its session has
 * more resources, all of which this member and another one use, or when the value has
 * more users. Measured by turns, each session beside the smallest.
 */
final class AcquireScaling implements Benchmark {

	private static final double FLAT = 1.2;

	/** Samples at one turn. */
	private static final int TURN = 10;

	@Override
	public String name() {
		return "acquire";
	}

	@Override
	public void run(Run run, Results results) throws IOException, InterruptedException {
		List<Integer> resources = run.choose(List.of(1, 3), List.of(1, 10, 100, 1000, 10_000),
				List.of(1, 10, 100, 1000, 10_000));
		List<Integer> others = run.choose(List.of(1, 2), List.of(1, 8, 64), List.of(1, 2, 4, 8, 16, 32, 64));
		int turns = run.choose(1, 100, 500);
		Path directory = run.newDirectory("acquire");
		int jvms = Math.max(2 * resources.size(), 1 + others.get(others.size() - 1));
		try (Members members = Members.start(jvms)) {
			report(results, moreResources(directory, members, resources), resources, "resources in the session", turns);
			report(results, moreMembers(directory, members, others), others, "other members that use it", turns);
		}
		finally {
			Run.delete(directory);
		}
	}

	/** Each in a JVM of its own, as what that knows grows too. */
	private static List<Target> moreResources(Path directory, Members members, List<Integer> counts) {
		List<Target> targets = new ArrayList<>();
		for (int i = 0; i < counts.size(); i++) {
			int count = counts.get(i);
			Run.progress("  a session with " + count + " resources");
			Path root = directory.resolve("resources-" + count);
			ChildJvm sampler = members.get(2 * i);
			members.get(2 * i + 1).send("fill " + root + " " + count).await("filled");
			sampler.send("fill " + root + " " + (count - 1)).await("filled");
			targets.add(new Target(sampler, root + " " + MemberMain.name(count - 1)));
		}
		return targets;
	}

	private static List<Target> moreMembers(Path directory, Members members, List<Integer> counts) {
		List<Target> targets = new ArrayList<>();
		for (int count : counts) {
			Path root = directory.resolve("members-" + count);
			for (ChildJvm other : members.first(1 + count).subList(1, 1 + count)) {
				other.send("fill " + root + " 1").await("filled");
			}
			targets.add(new Target(members.get(0), root + " " + MemberMain.name(0)));
		}
		return targets;
	}

	private void report(Results results, List<Target> targets, List<Integer> levels, String what, int turns) {
		// The first ones are for the compiler
		sample(targets, turns);
		List<Samples[]> measured = sample(targets, turns);
		for (int step = 0; step < Target.STEPS.size(); step++) {
			for (int level = 1; level < levels.size(); level++) {
				results.add(name(), Target.STEPS.get(step) + ", " + levels.get(level) + " " + what,
						"the same with " + levels.get(0), "µs", measured.get(level)[step], (step == 0) ? FLAT : null);
			}
		}
	}

	/** By target and step, each beside the first target. */
	private static List<Samples[]> sample(List<Target> targets, int turns) {
		List<Samples[]> all = new ArrayList<>();
		targets.forEach((target) -> all.add(new Samples[] { new Samples(), new Samples() }));
		for (int turn = 0; turn < turns; turn++) {
			List<double[][]> samples = targets.stream().map(Target::sample).toList();
			for (int level = 0; level < targets.size(); level++) {
				for (int i = 0; i < TURN; i++) {
					for (int step = 0; step < Target.STEPS.size(); step++) {
						all.get(level)[step].add(samples.get(level)[i][step], samples.get(0)[i][step]);
					}
				}
			}
		}
		return all;
	}

	/**
	 * A resource that one member acquires and gives back.
	 *
	 * @param jvm the member
	 * @param resource root directory of the session and name of the resource
	 */
	private record Target(ChildJvm jvm, String resource) {

		static final List<String> STEPS = List.of("acquire", "release");

		/** Microseconds, by sample and step. */
		double[][] sample() {
			this.jvm.send("sample " + TURN + " " + this.resource);
			double[][] micros = new double[TURN][STEPS.size()];
			for (int i = 0; i < TURN; i++) {
				String[] answer = this.jvm.await("sample");
				for (int step = 0; step < STEPS.size(); step++) {
					micros[i][step] = Double.parseDouble(answer[step]) / 1e3;
				}
			}
			return micros;
		}

	}

}
