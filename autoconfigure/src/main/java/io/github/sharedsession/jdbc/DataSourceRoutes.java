package io.github.sharedsession.jdbc;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Puts a {@link RoutingDataSource} before each pool of a context that connects to a
 * database which tests change. It is the first post-processor, so that those which trace
 * or log wrap the route and see every database. What a {@code @Bean} method wraps itself
 * gets its route inside, where the wrapper lets its target be replaced, and else around.
 */
final class DataSourceRoutes implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(DataSourceRoutes.class);

	private final Supplier<PresentCopy> copy;

	private final List<RoutingDataSource> routes = new CopyOnWriteArrayList<>();

	DataSourceRoutes(Supplier<PresentCopy> copy) {
		this.copy = copy;
	}

	void register(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof AbstractBeanFactory factory) {
			factory.getBeanPostProcessors().add(0, this);
		}
		else {
			beanFactory.addBeanPostProcessor(this);
		}
	}

	boolean areThere() {
		return !this.routes.isEmpty();
	}

	void leadTo(PresentCopy copy) {
		this.routes.forEach((route) -> route.leadTo(copy));
	}

	void close() {
		this.routes.forEach(RoutingDataSource::close);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource) ? route(dataSource, beanName) : bean;
	}

	private DataSource route(DataSource dataSource, String beanName) {
		if (dataSource instanceof LazyConnectionDataSourceProxy lazy) {
			routeReadOnly(lazy, beanName);
		}
		if (leadsThroughRoute(dataSource)) {
			return dataSource;
		}
		if (AopUtils.isAopProxy(dataSource)) {
			return routeProxy(dataSource, beanName);
		}
		if (dataSource instanceof AbstractRoutingDataSource routing && routeTargets(routing, beanName)) {
			return dataSource;
		}
		PresentCopy copy = this.copy.get();
		if (!(dataSource instanceof DelegatingDataSource) && copy.isAt(Pools.url(dataSource))) {
			return add(dataSource, (present) -> Pools.like(dataSource, copy, present));
		}
		DataSource inner = Pools.inner(dataSource);
		return (inner != null) ? routeInner(dataSource, inner, beanName) : dataSource;
	}

	private DataSource add(DataSource first, Function<PresentCopy, DataSource> pools) {
		RoutingDataSource route = new RoutingDataSource(first, pools);
		this.routes.add(route);
		return route;
	}

	private static boolean leadsThroughRoute(DataSource dataSource) {
		return Pools.unwrap(dataSource, RoutingDataSource.class) != null;
	}

	/** It has a second pool for transactions that only read, and no getter for it. */
	private void routeReadOnly(LazyConnectionDataSourceProxy lazy, String beanName) {
		if (PropertyAccessorFactory.forDirectFieldAccess(lazy)
			.getPropertyValue("readOnlyDataSource") instanceof DataSource readOnly) {
			lazy.setReadOnlyDataSource(route(readOnly, beanName));
		}
	}

	/** It remembers the connections that it had from its source. */
	private DataSource routePool(DataSource pool, DataSource source) {
		return add(pool, (present) -> Pools.over(source, pool));
	}

	/** A target that is not there yet is a bean, or asked for each time. */
	private DataSource routeProxy(DataSource proxy, String beanName) {
		if (!(AopProxyUtils.getSingletonTarget(proxy) instanceof DataSource target)) {
			return proxy;
		}
		DataSource routed = route(target, beanName);
		if (routed == target) {
			return proxy;
		}
		if (AopUtils.isJdkDynamicProxy(proxy) && proxy instanceof Advised advised && !advised.isFrozen()) {
			advised.setTargetSource(new SingletonTargetSource(routed));
			return proxy;
		}
		return around(proxy, routed, beanName);
	}

	/** Whether it has targets, as one has that overrides nothing but the choice. */
	private boolean routeTargets(AbstractRoutingDataSource routing, String beanName) {
		Map<Object, DataSource> targets = Pools.targets(routing);
		if (targets.isEmpty()) {
			return false;
		}
		IdentityHashMap<DataSource, DataSource> routed = new IdentityHashMap<>();
		Function<DataSource, DataSource> once = (target) -> routed.computeIfAbsent(target,
				(any) -> route(target, beanName));
		Map<Object, Object> newTargets = new LinkedHashMap<>();
		targets.forEach((key, target) -> newTargets.put(key, once.apply(target)));
		routing.setTargetDataSources(newTargets);
		DataSource defaultTarget = routing.getResolvedDefaultDataSource();
		if (defaultTarget != null) {
			routing.setDefaultTargetDataSource(once.apply(defaultTarget));
		}
		routing.initialize();
		return true;
	}

	private DataSource routeInner(DataSource dataSource, DataSource inner, String beanName) {
		DataSource routed = route(inner, beanName);
		if (Pools.isPool(dataSource) && leadsThroughRoute(routed)) {
			return routePool(dataSource, routed);
		}
		if (routed == inner) {
			return dataSource;
		}
		return Pools.replaceInner(dataSource, routed) ? dataSource : around(dataSource, routed, beanName);
	}

	/** Put a route before a wrapper whose target can't be replaced. */
	private DataSource around(DataSource wrapper, DataSource routed, String beanName) {
		logger.warn("The DataSource bean '" + beanName + "' wraps its pool in a " + wrapper.getClass().getName()
				+ ", which doesn't let the pool be replaced: tests with a database of their own use a pool without it. "
				+ "Make the pool a bean of its own, and wrap that bean.");
		return add(wrapper, (present) -> routed);
	}

}
