package io.github.sharedsession;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the directions between packages as the table in CONTRIBUTING.md tells them, and
 * libraries where they are needed.
 */
@AnalyzeClasses(packages = "io.github.sharedsession", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.sharedsession";

	/** A package, what it holds, and what it may use. */
	private static final Pattern ROW = Pattern.compile("\\| `(?:….|" + ROOT + ")(.*)` \\|[^|]*\\|([^|]*)\\|");

	private static final String CONTRACT = "the contract";

	private static final String EXCEPTIONS = "the exceptions";

	private static final Pattern USED = Pattern.compile("`[^`]+`|" + CONTRACT + "|" + EXCEPTIONS);

	@ArchTest
	static void packagesUseOnlyWhatTheTableAllows(JavaClasses classes) throws IOException {
		Map<String, Set<String>> table = table();
		assertThat(uses(classes).filter(
				(use) -> !table.getOrDefault(name(use.getOriginClass()), Set.of()).contains(used(use.getTargetClass())))
			.map(Dependency::getDescription)).as("Uses that the table in CONTRIBUTING.md does not allow").isEmpty();
	}

	@ArchTest
	static void tableAllowsOnlyWhatPackagesUse(JavaClasses classes) throws IOException {
		Map<String, Set<String>> used = new TreeMap<>();
		classes.forEach((type) -> used.computeIfAbsent(name(type), (name) -> new TreeSet<>()));
		uses(classes).forEach((use) -> used.computeIfAbsent(name(use.getOriginClass()), (name) -> new TreeSet<>())
			.add(used(use.getTargetClass())));
		assertThat(table()).as("The table in CONTRIBUTING.md").isEqualTo(used);
	}

	private static Map<String, Set<String>> table() throws IOException {
		Map<String, Set<String>> table = new TreeMap<>();
		for (String line : Files.readAllLines(Path.of(System.getProperty("basedir", "."), "..", "CONTRIBUTING.md"))) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				table.put(row.group(1),
						USED.matcher(row.group(2))
							.results()
							.map(MatchResult::group)
							.map((used) -> used.replace("`", ""))
							.collect(Collectors.toCollection(TreeSet::new)));
			}
		}
		return table;
	}

	private static Stream<Dependency> uses(JavaClasses classes) {
		return classes.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.filter((use) -> use.getTargetClass().getPackageName().startsWith(ROOT))
			.filter((use) -> !name(use.getTargetClass()).equals(name(use.getOriginClass())));
	}

	private static String used(JavaClass type) {
		if (!type.getPackageName().equals(ROOT)) {
			return name(type);
		}
		return type.isAssignableTo(SharedSessionException.class) ? EXCEPTIONS : CONTRACT;
	}

	/** The name of a package below that of the contract, which has none. */
	private static String name(JavaClass type) {
		return type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "");
	}

	@ArchTest
	static final ArchRule coreAndStoreArePlainJava = noClasses().that()
		.resideInAnyPackage(ROOT + ".core..", ROOT + ".store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "tools.jackson..", "org.junit..", "org.apache..");

	/** It is made at the end of forks, which must not load a library for it. */
	@ArchTest
	static final ArchRule reportIsPlainJava = noClasses().that()
		.resideInAPackage(ROOT + ".report")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "tools.jackson..", "org.junit..", "org.apache..");

	@ArchTest
	static final ArchRule onlyTheObserverNeedsMicrometer = noClasses().that()
		.haveNameNotMatching(".*MicrometerObserver.*")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule hostKnowsNothingOfContexts = noClasses().that()
		.resideInAnyPackage(ROOT + ".host", ROOT + ".value")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.beans..", "org.springframework.context..",
				"org.springframework.test..", "org.springframework.boot..");

	@ArchTest
	static final ArchRule toolkitIsPlainJava = noClasses().that()
		.resideInAPackage(ROOT + ".toolkit")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "org.junit..");

	/** It runs in Maven's JVM, with nothing of Spring. */
	@ArchTest
	static final ArchRule doctorIsPlainJava = noClasses().that()
		.resideInAPackage(ROOT + ".doctor")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "org.junit..");

	/** Those libraries are optional: elsewhere they need not be there. */
	@ArchTest
	static final ArchRule onlyJdbcUsesDatabaseLibraries = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".jdbc", ROOT + ".server")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.flywaydb..", "org.springframework.jdbc..", "org.springframework.boot.jdbc..",
				"org.springframework.boot.sql..", "org.springframework.boot.flyway..");

	/**
	 * Who keeps sessions in files needs no database, nor the module that it comes with.
	 */
	@ArchTest
	static final ArchRule onlyTheStoreInADatabaseUsesOne = noClasses().that()
		.resideInAnyPackage(ROOT + ".store", ROOT + ".core..", ROOT + ".toolkit", ROOT + ".report", ROOT + ".doctor",
				ROOT + ".host", ROOT + ".value")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..");

	@ArchTest
	static final ArchRule onlyTheStoreInARedisNeedsJedis = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".store.redis")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("redis.clients..");

	/** The jar has it under another name, which nobody may meet. */
	@ArchTest
	static final ArchRule onlyValuesAndTheDoctorUseJackson = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".value", ROOT + ".doctor")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("tools.jackson..");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

}
