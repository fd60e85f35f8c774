package io.github.sharedsession.core.chaos;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.sharedsession.core.chaos.MemberPlan.Checkpoint;
import io.github.sharedsession.core.record.RecordedProperties;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.core.resource.CreationContext;
import io.github.sharedsession.core.resource.Recipe;

/**
 * Makes and removes a directory outside the library, slowly or badly as the plan wants.
 */
final class ChaosRecipe implements Recipe {

	private final String key;

	private final ChaosMember member;

	private final List<Generation> dependencies = new ArrayList<>();

	private volatile boolean thrown;

	ChaosRecipe(String key, ChaosMember member) {
		this.key = key;
		this.member = member;
	}

	/** Whether {@link #create} has thrown. */
	boolean hasThrown() {
		return this.thrown;
	}

	@Override
	public Collection<ResourceKey> prepare() {
		List<ResourceKey> keys = new ArrayList<>();
		this.dependencies.clear();
		for (String dependency : MemberPlan.dependencies(this.key)) {
			if (!isObtainedLate(dependency)) {
				this.dependencies.add(this.member.acquireDependency(dependency));
				keys.add(Generation.key(dependency));
			}
		}
		return keys;
	}

	/** One of the dependencies is only asked for while the creation runs. */
	private static boolean isObtainedLate(String dependency) {
		return dependency.equals("c");
	}

	@Override
	public Created create(CreationContext creation) throws Exception {
		String name = this.key + "-" + creation.generation();
		this.member.journal().write("create " + this.member.plan().session() + " " + this.key + " " + name);
		try {
			return create(creation, name);
		}
		catch (Throwable ex) {
			this.thrown = true;
			this.member.journal().write("threw " + name);
			throw ex;
		}
	}

	private Created create(CreationContext creation, String name) throws Exception {
		this.member.faults().at("callback: create has begun");
		if (this.member.plan().checkpoint() == Checkpoint.FIRST) {
			checkpoint(creation, name);
		}
		for (String dependency : MemberPlan.dependencies(this.key)) {
			if (isObtainedLate(dependency)) {
				this.dependencies.add(this.member.acquireDependency(dependency));
			}
		}
		Generation generation = Generation.of(this.key, creation.generation(), this.dependencies);
		this.member.journal().write("with " + generation);
		Files.createDirectory(this.member.resource(name));
		this.member.faults().at("callback: create has made something");
		this.member.pause(this.member.plan().slowMillis());
		if (this.member.plan().checkpoint() == Checkpoint.LATE) {
			Files.writeString(creation.log(), "made");
			checkpoint(creation, name);
		}
		if (this.member.happens(this.member.plan().throwPercent())) {
			throw new IllegalStateException("no luck with " + name);
		}
		this.member.faults().at("callback: create returns");
		return new Created(generation.value(), RecordedProperties.none());
	}

	private void checkpoint(CreationContext creation, String name) {
		creation.checkpoint(new Generation(name, List.of()).value());
		this.member.journal().write("checkpoint " + name);
	}

	@Override
	public boolean isValid(byte[] value) {
		this.member.faults().at("callback: probe");
		return Files.exists(this.member.resource(Generation.parse(value).name()));
	}

	@Override
	public void destroy(byte[] value) throws Exception {
		String name = Generation.parse(value).name();
		this.member.journal().write("destroy " + name);
		try {
			this.member.faults().at("callback: destroy has begun");
			this.member.pause(this.member.plan().slowMillis());
			if (this.member.happens(this.member.plan().destroyThrowPercent())) {
				throw new IllegalStateException("can't let go of " + name);
			}
			Files.deleteIfExists(this.member.resource(name));
		}
		catch (Exception ex) {
			this.member.journal().write("kept " + name);
			throw ex;
		}
		this.member.faults().at("callback: destroy has removed something");
		this.member.journal().write("destroyed " + name);
	}

	@Override
	public Recipe recipeOf(ResourceKey dependency) {
		return new ChaosRecipe(Generation.key(dependency), this.member);
	}

	@Override
	public Recipe recipeOfDependent(ResourceKey dependent, Map<ResourceKey, byte[]> formerValues) {
		return new ChaosRecipe(Generation.key(dependent), this.member);
	}

	@Override
	public void check(RecordedProperties properties) {
	}

}
