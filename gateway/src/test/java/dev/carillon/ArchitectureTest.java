package dev.carillon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/// The house rules that a compiler cannot see: contracts at the bottom, the composition root on top.
final class ArchitectureTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.carillon");

  /// What every package may import: these know nothing of each other, nor of anything above.
  private static final List<String> GROUND = List.of("dev.carillon.json", "dev.carillon.http");

  /// What each package may import besides [#GROUND], from the bottom up; its own and other people's
  /// packages apart.
  private static final Map<String, List<String>> LAYERS =
      Map.ofEntries(
          layer("dev.carillon.core"),
          layer("dev.carillon.json"),
          layer("dev.carillon.http"),
          layer("dev.carillon.net", "dev.carillon.core"),
          layer("dev.carillon.memory", "dev.carillon.core"),
          layer("dev.carillon.redis", "dev.carillon.core"),
          layer("dev.carillon.auth", "dev.carillon.core"),
          layer("dev.carillon.cluster", "dev.carillon.core"),
          layer("dev.carillon.access", "dev.carillon.core", "dev.carillon.auth"),
          layer("dev.carillon.engineio", "dev.carillon.core", "dev.carillon.net"),
          layer(
              "dev.carillon.socketio",
              "dev.carillon.core",
              "dev.carillon.net",
              "dev.carillon.engineio"),
          layer("dev.carillon.channels", "dev.carillon.core", "dev.carillon.net"),
          layer("dev.carillon.collab.storage", "dev.carillon.core", "dev.carillon.yjs.."),
          layer(
              "dev.carillon.collab",
              "dev.carillon.collab.storage",
              "dev.carillon.core",
              "dev.carillon.net",
              "dev.carillon.yjs.."),
          layer("dev.carillon.presence", "dev.carillon.core"),
          layer("dev.carillon", "dev.carillon.."));

  private static Map.Entry<String, List<String>> layer(String name, String... lower) {
    return Map.entry(name, List.of(lower));
  }

  @Test
  void everyPackageHasItsLayer() {
    var packages = GATEWAY.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(packages).contains("dev.carillon", "dev.carillon.core").isSubsetOf(LAYERS.keySet());
  }

  @Test
  void packagesImportOnlyFromLowerLayers() {
    LAYERS.forEach((name, lower) -> {
      var allowed = new ArrayList<>(lower);
      allowed.add(name);
      if (!GROUND.contains(name) && !name.equals("dev.carillon.core")) {
        allowed.addAll(GROUND);
      }
      classes()
          .that()
          .resideInAPackage(name)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(allowed.toArray(String[]::new))
                  .or(not(resideInAPackage("dev.carillon.."))))
          .allowEmptyShould(true)
          .check(GATEWAY);
    });
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(GATEWAY);
  }

  @Test
  void coreKnowsOnlyNettysBuffersAndExecutors() {
    classes()
        .that()
        .resideInAPackage("dev.carillon.core")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.carillon.core",
                "java..",
                "org.jspecify.annotations",
                "org.slf4j..",
                "io.netty.buffer",
                "io.netty.util.concurrent"))
        .check(GATEWAY);
  }

  @Test
  void eachLibraryIsKnownToThoseWhoNeedIt() {
    keepIn("io.lettuce..", "dev.carillon.redis");
    keepIn("org.jose4j..", "dev.carillon.auth");
    // Trees and records are for handlers of events, who ask for them.
    keepIn("tools.jackson.databind..", "dev.carillon.socketio..");
    keepIn("io.netty.channel..", "dev.carillon.net", "dev.carillon.redis");
    keepIn("io.netty.handler..", "dev.carillon.net", "dev.carillon.redis");
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.carillon",
            "dev.carillon.net",
            "dev.carillon.memory",
            "dev.carillon.redis",
            "dev.carillon.cluster")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .because("the hub and its links carry bytes and never read them")
        .check(GATEWAY);
  }

  @Test
  void jsonIsSetUpInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.carillon.json")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(JsonFactoryBuilder.class)
        .orShould()
        .callConstructor(JsonFactory.class)
        .because("limits and strictness are those of JsonLimits.factory()")
        .check(GATEWAY);
  }

  @Test
  void nothingWritesToTheConsole() {
    noClasses().should(ACCESS_STANDARD_STREAMS).orShould(USE_JAVA_UTIL_LOGGING).check(GATEWAY);
  }

  @Test
  void nothingSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(GATEWAY);
    noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class).check(GATEWAY);
  }

  private static void keepIn(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(GATEWAY);
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public String getDescription() {
      return "packages";
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return javaClass.getPackageName().startsWith("dev.carillon")
          ? SliceIdentifier.of(javaClass.getPackageName())
          : SliceIdentifier.ignore();
    }
  }
}
