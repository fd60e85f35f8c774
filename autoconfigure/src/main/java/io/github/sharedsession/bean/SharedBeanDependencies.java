package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanScopeException;
import io.github.sharedsession.core.record.ResourceKey;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.RegisteredBean;

/**
 * The shared beans that a bean depends on, directly or through other beans, in its own
 * context and those above.
 */
final class SharedBeanDependencies {

	/** What to do about a dependency on a narrower scope. */
	static final String WIDEN = "Give both the same scope. If only connectedBy(...) needs the narrower one, take an "
			+ "ObjectProvider of it as parameter, and ask that there.";

	private final SharedBeanContext context;

	private final String beanName;

	SharedBeanDependencies(SharedBeanContext context, String beanName) {
		this.context = context;
		this.beanName = beanName;
	}

	/** The resources among them that have been acquired. */
	Collection<ResourceKey> keys() {
		Set<ResourceKey> found = new LinkedHashSet<>();
		collectKeys(this.beanName, new LinkedHashSet<>(), found);
		return found;
	}

	private void collectKeys(String dependent, Set<String> seen, Set<ResourceKey> found) {
		for (String dependency : this.context.beanFactory().getDependenciesForBean(dependent)) {
			if (seen.add(dependency)) {
				ResourceKey key = this.context.keyOf(dependency);
				if (key != null) {
					found.add(key);
				}
				collectKeys(dependency, seen, found);
			}
		}
	}

	/**
	 * Check that none has a narrower scope, as far as they have been resolved.
	 * @param method the method of the bean
	 */
	void checkScopes(SharedBeanMethod method) {
		if (method.scope() == SharedBeanScope.FORK || !this.context.settings().enabled()) {
			return;
		}
		for (Dependency dependency : find()) {
			SharedBeanScope narrower = dependency.supplier().method().scope();
			if (narrower.compareTo(method.scope()) < 0) {
				throw narrower(method, narrower, dependency.path(), null);
			}
		}
	}

	/** A bean depends on another one with a narrower scope. */
	static SharedBeanScopeException narrower(SharedBeanMethod method, SharedBeanScope narrower, List<String> path,
			@Nullable Throwable cause) {
		String which = (narrower == SharedBeanScope.FORK) ? "is another one in each JVM" : "ends with each build";
		return new SharedBeanScopeException("The " + method.description() + " has the scope " + method.scope()
				+ ", and depends on one with the narrower scope " + narrower + ", which " + which + ": '"
				+ String.join("' -> '", path) + "'.", WIDEN, cause);
	}

	/**
	 * Use them for longer than their contexts do.
	 * @return what ends each use
	 */
	List<Runnable> use() {
		List<Runnable> releases = new ArrayList<>();
		for (Dependency dependency : find()) {
			SharedBeanContext owner = dependency.context();
			SharedBeanInstanceSupplier supplier = dependency.supplier();
			RegisteredBean bean = RegisteredBean.of(owner.beanFactory(), supplier.method().beanName());
			releases.add(owner.resources(supplier.method()).acquire(supplier.define(bean, owner, null)).release());
		}
		return releases;
	}

	private List<Dependency> find() {
		List<Dependency> found = new ArrayList<>();
		collect(this.context, this.beanName, List.of(this.beanName), new LinkedHashSet<>(), found);
		return found;
	}

	private static void collect(SharedBeanContext context, String dependent, List<String> path, Set<String> seen,
			List<Dependency> found) {
		// What the creation of others has asked for is noted as well, but before those
		List<String> dependencies = Arrays.asList(context.beanFactory().getDependenciesForBean(dependent));
		Collections.reverse(dependencies);
		for (String dependency : dependencies) {
			if (!seen.add(dependency)) {
				continue;
			}
			List<String> longer = new ArrayList<>(path);
			longer.add(dependency);
			SharedBeanContext owner = context.ownerOf(dependency);
			SharedBeanInstanceSupplier supplier = owner.supplier(dependency).orElse(null);
			if (supplier != null) {
				found.add(new Dependency(owner, supplier, longer));
			}
			collect(owner, dependency, longer, seen, found);
		}
	}

	/**
	 * A shared bean that another bean depends on.
	 *
	 * @param context the context that has it
	 * @param supplier supplies it
	 * @param path the names of the beans from the other one to it
	 */
	private record Dependency(SharedBeanContext context, SharedBeanInstanceSupplier supplier, List<String> path) {
	}

}
