package dev.carillon.publisher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The systems stand beside each other on the publishers, and the gateway is not here.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.carillon.publisher");

  @Test
  void systemsDoNotKnowEachOther() {
    slices()
        .matching("dev.carillon.publisher.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void publishersDoNotKnowTheSystems() {
    noClasses()
        .that()
        .resideInAPackage("dev.carillon.publisher")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.carillon.publisher.*..")
        .check(CLASSES);
  }

  @Test
  void aBackendTakesNoGatewayWithIt() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.carillon.publisher..",
            "java..",
            "javax.crypto..",
            "com.sun.net.httpserver",
            "jakarta.servlet..",
            "io.lettuce.core..",
            "io.netty..",
            "tools.jackson.core..",
            "org.slf4j",
            "org.jspecify.annotations")
        .check(CLASSES);
    noClasses().should(ACCESS_STANDARD_STREAMS).check(CLASSES);
  }
}
