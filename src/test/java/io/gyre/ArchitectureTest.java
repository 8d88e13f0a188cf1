package io.gyre;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rings: pure decisions know nothing of actors and networks; actors and streams know the ports
 * only; adapters reach the world and are chosen by the program.
 */
@AnalyzeClasses(packages = "io.gyre", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PEKKO = {"org.apache.pekko.."};
  private static final String[] NETWORK = {
    "software.amazon..", "io.netty..", "org.apache.pekko.http..", "java.net.http.."
  };
  private static final String[] ADAPTERS = {"io.gyre.rgw..", "io.gyre.s3..", "io.gyre.store.."};

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gyre.config..",
              "io.gyre.copy..",
              "io.gyre.doctor..",
              "io.gyre.failure..",
              "io.gyre.log..",
              "io.gyre.map..",
              "io.gyre.select..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(PEKKO, NETWORK, "java.sql.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule checkpointsKnowNeitherActorsNorNetworks =
      noClasses()
          .that()
          .resideInAPackage("io.gyre.checkpoint..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(PEKKO, NETWORK))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule actorsAndStreamsKnowPortsOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gyre.route..",
              "io.gyre.metadata..",
              "io.gyre.lease..",
              "io.gyre.check..",
              "io.gyre.doctor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(NETWORK, ADAPTERS, "java.sql.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheProgramChoosesTheStore =
      classes()
          .that()
          .resideInAPackage("io.gyre.checkpoint..")
          .and(are(simpleNameStartingWith("Sqlite").or(simpleNameStartingWith("Jdbc"))))
          .should()
          .onlyBeAccessed()
          .byAnyPackage("io.gyre.checkpoint..", "io.gyre.app..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheProgramChoosesTheGateways =
      classes()
          .that()
          .resideInAnyPackage(ADAPTERS)
          .should()
          .onlyBeAccessed()
          .byAnyPackage(and(ADAPTERS, "io.gyre.app.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyNeedsTheProgram =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gyre.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gyre.app..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.gyre.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingBlocksButTheProgramItself =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gyre.app..")
          .and()
          .doNotHaveSimpleName("EmbeddedZone") // started and stopped by tests, which wait
          .should()
          .callMethodWhere(
              describe(
                  "waits for a future or sleeps",
                  call ->
                      isWait(call.getTargetOwner(), call.getName())
                          || (call.getTargetOwner().isEquivalentTo(Thread.class)
                              && call.getName().equals("sleep"))));

  @ArchTest
  static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

  private static boolean isWait(JavaClass owner, String method) {
    return (owner.isEquivalentTo(CompletableFuture.class) || owner.isEquivalentTo(Future.class))
        && (method.equals("get") || method.equals("join"));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getPackageName() + " has no @NullMarked package-info"));
      }
    };
  }

  private static String[] and(String[] some, String... more) {
    return and(some, more, new String[0]);
  }

  private static String[] and(String[] some, String[] others, String... more) {
    return Stream.of(some, others, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
