package io.github.sharedsession.bean;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.sharedsession.report.SharingPlan.PlannedBean;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The definitions of a context that is prepared and not started. Follows parameters of
 * constructors and factory methods, and autowired fields; what a bean asks for by itself
 * can't be known.
 */
final class PlannedContext {

	private final DefaultListableBeanFactory beanFactory;

	private final SharedBeanContext context;

	/** By method and key, each after those that it needs. */
	private final Map<String, PlannedBean> beans = new LinkedHashMap<>();

	/** By the name of any bean, the shared beans that are nearest to it. */
	private final Map<String, Set<String>> nearest = new HashMap<>();

	private final Set<String> made = new LinkedHashSet<>();

	PlannedContext(DefaultListableBeanFactory beanFactory, SharedBeanContext context) {
		this.beanFactory = beanFactory;
		this.context = context;
		for (String name : beanFactory.getBeanDefinitionNames()) {
			if (beanFactory.getMergedBeanDefinition(name).isSingleton()
					&& !beanFactory.getMergedBeanDefinition(name).isLazyInit()) {
				make(find(name), this.made);
			}
		}
		this.context.suppliers().map((supplier) -> supplier.method().beanName()).sorted().forEach(this::find);
	}

	/** All shared beans of the context, each after those that it needs. */
	Collection<PlannedBean> beans() {
		return this.beans.values();
	}

	/** The shared beans that are made for a test class, in their order. */
	Set<String> madeFor(Class<?> testClass) {
		Set<String> all = new LinkedHashSet<>(this.made);
		fields(testClass).forEach((field) -> make(find(field), all));
		return all;
	}

	private void make(Set<String> ids, Set<String> all) {
		for (String id : ids) {
			PlannedBean bean = this.beans.get(id);
			if (bean != null && !all.contains(id)) {
				make(Set.copyOf(bean.needs()), all);
				all.add(id);
			}
		}
	}

	private Set<String> find(String name) {
		Set<String> known = this.nearest.get(name);
		if (known != null) {
			return known;
		}
		// A circle ends here
		this.nearest.put(name, Set.of());
		Set<String> needs = new LinkedHashSet<>();
		injectionPoints(name).forEach((point) -> needs.addAll(find(point)));
		Set<String> found = this.context.supplier(name).map((supplier) -> add(supplier.method(), needs)).orElse(needs);
		this.nearest.put(name, found);
		return found;
	}

	private Set<String> add(SharedBeanMethod method, Set<String> needs) {
		String key = this.context.environment().resolvePlaceholders(method.annotation().key());
		String id = method.location() + (key.isEmpty() ? "" : "#" + key);
		Type type = method.valueType();
		this.beans.putIfAbsent(id,
				new PlannedBean(id, method.beanName(), method.location(),
						method.scope().name().toLowerCase(Locale.ROOT), key, (type != null) ? type.getTypeName() : "",
						List.copyOf(needs)));
		return Set.of(id);
	}

	private List<DependencyDescriptor> injectionPoints(String name) {
		List<DependencyDescriptor> points = new ArrayList<>();
		executable(name).ifPresent((executable) -> {
			for (int i = 0; i < executable.getParameterCount(); i++) {
				points.add(new DependencyDescriptor(MethodParameter.forExecutable(executable, i), true));
			}
		});
		Class<?> type = this.beanFactory.getType(name, false);
		if (type != null) {
			points.addAll(fields(type));
		}
		return points;
	}

	private Optional<Executable> executable(String name) {
		Optional<SharedBeanInstanceSupplier> supplier = this.context.supplier(name);
		if (supplier.isPresent()) {
			return supplier.map(SharedBeanInstanceSupplier::getFactoryMethod);
		}
		try {
			return Optional.of(RegisteredBean.of(this.beanFactory, name).resolveInstantiationDescriptor().executable());
		}
		catch (RuntimeException ex) {
			// Made in a way that is only known when it is
			return Optional.empty();
		}
	}

	private static List<DependencyDescriptor> fields(Class<?> type) {
		List<DependencyDescriptor> points = new ArrayList<>();
		ReflectionUtils.doWithFields(type, (field) -> points.add(new DependencyDescriptor(field, true)),
				PlannedContext::isInjected);
		return points;
	}

	private static boolean isInjected(Field field) {
		return AnnotatedElementUtils.hasAnnotation(field, Autowired.class);
	}

	private Set<String> find(DependencyDescriptor point) {
		Set<String> found = new LinkedHashSet<>();
		if (!ObjectFactory.class.isAssignableFrom(point.getDependencyType()) && !isLazy(point)) {
			candidates(point).forEach((name) -> found.addAll(find(name)));
		}
		return found;
	}

	private static boolean isLazy(DependencyDescriptor point) {
		return point.getAnnotation(Lazy.class) != null;
	}

	private List<String> candidates(DependencyDescriptor point) {
		List<String> names = List.of(this.beanFactory.getBeanNamesForType(point.getResolvableType(), true, false))
			.stream()
			.filter((name) -> this.beanFactory.isAutowireCandidate(name, point))
			.toList();
		if (names.size() > 1) {
			List<String> preferred = names.stream().filter((name) -> isPreferred(name, point)).toList();
			return preferred.isEmpty() ? names : preferred;
		}
		return names;
	}

	private boolean isPreferred(String name, DependencyDescriptor point) {
		boolean primary = this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isPrimary();
		return primary || name.equals(point.getDependencyName());
	}

}
