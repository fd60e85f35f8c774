package io.github.sharedsession;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Keeps the directions between packages true.
 */
@AnalyzeClasses(packages = "io.github.sharedsession", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.sharedsession";

	@ArchTest
	static final ArchRule coordinatorAndStoreArePlainJava = noClasses().that()
		.resideInAnyPackage(ROOT + ".coordinator", ROOT + ".store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "tools.jackson..", "org.junit..", "org.apache..");

	@ArchTest
	static final ArchRule storeKnowsNothingOfSessions = noClasses().that()
		.resideInAPackage(ROOT + ".store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".coordinator", ROOT + ".host", ROOT + ".value", ROOT + ".toolkit", ROOT + ".bean",
				ROOT + ".autoconfigure");

	@ArchTest
	static final ArchRule coordinatorKnowsNothingOfBeans = noClasses().that()
		.resideInAPackage(ROOT + ".coordinator")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".host", ROOT + ".value", ROOT + ".toolkit", ROOT + ".report", ROOT + ".bean",
				ROOT + ".autoconfigure");

	/** It is made at the end of forks, which must not load a library for it. */
	@ArchTest
	static final ArchRule reportIsPlainJava = noClasses().that()
		.resideInAPackage(ROOT + ".report")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".bean", ROOT + ".host", ROOT + ".value", ROOT + ".toolkit", ROOT + ".autoconfigure",
				"org.springframework..", "tools.jackson..", "org.junit..", "org.apache..");

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
		.resideInAnyPackage(ROOT + ".bean", ROOT + ".autoconfigure", "org.springframework.beans..",
				"org.springframework.context..", "org.springframework.test..", "org.springframework.boot..");

	@ArchTest
	static final ArchRule toolkitKnowsNothingOfContexts = noClasses().that()
		.resideInAPackage(ROOT + ".toolkit")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".bean", ROOT + ".host", ROOT + ".autoconfigure", "org.springframework..",
				"org.junit..");

	/** It runs in Maven's JVM, with nothing of Spring. */
	@ArchTest
	static final ArchRule doctorIsPlainJava = noClasses().that()
		.resideInAPackage(ROOT + ".doctor")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".bean", ROOT + ".autoconfigure", "org.springframework..", "org.junit..");

	@ArchTest
	static final ArchRule storeAndCoordinatorUseOnlyExceptionsOfTheContract = noClasses().that()
		.resideInAnyPackage(ROOT + ".coordinator", ROOT + ".store..")
		.should()
		.dependOnClassesThat(resideInAPackage(ROOT).and(not(assignableTo(SharedSessionException.class))));

	/** Those libraries are optional: elsewhere they need not be there. */
	@ArchTest
	static final ArchRule onlyJdbcUsesDatabaseLibraries = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".jdbc", ROOT + ".server")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.flywaydb..", "org.springframework.jdbc..", "org.springframework.boot.jdbc..",
				"org.springframework.boot.sql..", "org.springframework.boot.flyway..", ROOT + ".jdbc");

	/**
	 * Who keeps sessions in files needs no database, nor the module that it comes with.
	 */
	@ArchTest
	static final ArchRule onlyTheStoreInADatabaseUsesOne = noClasses().that()
		.resideInAnyPackage(ROOT + ".store", ROOT + ".coordinator", ROOT + ".toolkit", ROOT + ".report",
				ROOT + ".doctor", ROOT + ".host", ROOT + ".value")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..");

	@ArchTest
	static final ArchRule onlyTheStoreInARedisNeedsJedis = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".store.redis")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("redis.clients..");

	@ArchTest
	static final ArchRule serversUseNothingButTheContract = noClasses().that()
		.resideInAPackage(ROOT + ".server")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".coordinator", ROOT + ".store", ROOT + ".bean", ROOT + ".autoconfigure");

	@ArchTest
	static final ArchRule nothingButDatabasesNeedsAServer = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".server", ROOT + ".jdbc")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".server");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

}
