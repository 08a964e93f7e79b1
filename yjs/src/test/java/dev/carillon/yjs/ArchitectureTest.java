package dev.carillon.yjs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The module stands on its own, and its primitives know nothing of documents.
final class ArchitectureTest {
  private static final JavaClasses YJS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.carillon.yjs");

  @Test
  void nothingIsNeededButTheJdk() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("dev.carillon.yjs..", "java..", "org.jspecify.annotations"))
        .check(YJS);
  }

  @Test
  void primitivesStandAtTheBottom() {
    noClasses()
        .that()
        .resideInAPackage("dev.carillon.yjs.lib0")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.carillon.yjs", "dev.carillon.yjs.awareness")
        .check(YJS);
  }

  @Test
  void awarenessKnowsNoDocument() {
    noClasses()
        .that()
        .resideInAPackage("dev.carillon.yjs.awareness")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.carillon.yjs")
        .check(YJS);
  }

  @Test
  void nothingWritesToTheConsole() {
    noClasses().should(ACCESS_STANDARD_STREAMS).check(YJS);
  }
}
