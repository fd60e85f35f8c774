package io.github.sharedsession.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.sharedsession.bean.RecipeCall;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.util.ClassUtils;

/**
 * Flyway, configured as by Spring Boot where that is there.
 */
final class FlywayMigrations implements ContextMigrations {

	private static final boolean BOOT_PRESENT = ClassUtils.isPresent(ApplicationMigrations.FLYWAY_AUTO_CONFIGURATION,
			FlywayMigrations.class.getClassLoader());

	private final Consumer<FluentConfiguration> customizer;

	FlywayMigrations(Consumer<FluentConfiguration> customizer) {
		this.customizer = customizer;
	}

	@Override
	public Migrations in(RecipeCall call) {
		return BOOT_PRESENT ? ApplicationMigrations.flyway(call, this.customizer, locations()) : this;
	}

	@Override
	public Collection<String> inputs() {
		FluentConfiguration configuration = Flyway.configure();
		this.customizer.accept(configuration);
		List<String> inputs = new ArrayList<>(Inputs.directories(descriptors(configuration.getLocations())));
		inputs.add(Inputs.text("flyway", configuration.getPlaceholders().toString()));
		return inputs;
	}

	/** The locations that the callback sets, if it does. */
	private List<String> locations() {
		FluentConfiguration configuration = Flyway.configure();
		Location[] defaults = configuration.getLocations();
		this.customizer.accept(configuration);
		Location[] locations = configuration.getLocations();
		return Arrays.equals(defaults, locations) ? List.of() : descriptors(locations);
	}

	private static List<String> descriptors(Location[] locations) {
		return Stream.of(locations).map(Location::getDescriptor).toList();
	}

	@Override
	public void migrate(DataSource dataSource) {
		FluentConfiguration configuration = Flyway.configure().dataSource(dataSource);
		this.customizer.accept(configuration);
		configuration.load().migrate();
	}

}
