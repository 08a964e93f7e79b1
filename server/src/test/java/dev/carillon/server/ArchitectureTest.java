package dev.carillon.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/// Apps and their neighbours stand beside each other on the gateway's public API.
final class ArchitectureTest {
  private static final String SERVER = "dev.carillon.server";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(SERVER);

  /// What an embedder of the gateway may use. What lies behind the broker and the store is not in it.
  private static final String[] PUBLIC_API = {
    "dev.carillon",
    "dev.carillon.core",
    "dev.carillon.json",
    "dev.carillon.http",
    "dev.carillon.net",
    "dev.carillon.auth",
    "dev.carillon.channels",
    "dev.carillon.collab..",
    "dev.carillon.engineio",
    "dev.carillon.access",
    "dev.carillon.presence",
    "dev.carillon.socketio"
  };

  /// What an app tells of its settings, and how the server comes by it.
  private static final String[] SERVED = {SERVER + ".apps", SERVER + ".config"};

  @Test
  void appsStandOnThePublicApiAndTheContractOfWhatIsServed() {
    for (String app : apps()) {
      String[] ofItsOwn = {app + "..", SERVER + ".matrix"};
      onlyUses(app, all(PUBLIC_API, SERVED, ofItsOwn));
    }
  }

  @Test
  void onlyLoomioHasBots() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SERVER + ".apps.loomio", SERVER + ".matrix")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SERVER + ".matrix")
        .check(CLASSES);
  }

  @Test
  void partsOfAnAppKnowNothingOfTheirApp() {
    for (String part : partsOfApps()) {
      String siblings = part.substring(0, part.lastIndexOf('.')) + ".*";
      onlyUses(part, all(PUBLIC_API, new String[] {SERVER + ".config", siblings}));
    }
  }

  @Test
  void theContractOfAppsKnowsNoApp() {
    onlyUses(
        SERVER + ".apps",
        "dev.carillon",
        "dev.carillon.core",
        "dev.carillon.access",
        SERVER + ".config");
  }

  @Test
  void whatSurroundsTheAppsStandsOnTheContractsAlone() {
    String[] contracts = {
      "dev.carillon.core", "dev.carillon.json", "dev.carillon.http", "dev.carillon.net"
    };
    for (String part : List.of(".matrix", ".ops")) {
      onlyUses(SERVER + part, all(contracts, new String[] {SERVER + ".config"}));
    }
    for (String part : List.of(".demo", ".support")) {
      onlyUses(SERVER + part, contracts);
    }
  }

  @Test
  void configurationKnowsNoneOfThoseThatItConfigures() {
    onlyUses(SERVER + ".config", "dev.carillon.redis");
  }

  @Test
  void onlyTheCommandLineStandsAboveTheServer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SERVER, SERVER + ".cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SERVER, SERVER + ".cli")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(SERVER)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SERVER + ".cli")
        .check(CLASSES);
  }

  /// What strangers send is read by `json.StrictJson`, as a stream.
  @Test
  void nothingSetsUpAJsonReaderOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.databind.json..", "tools.jackson.core.json..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectMapper.class)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandLineWritesToTheConsole() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SERVER + ".cli")
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
    noClasses().should(USE_JAVA_UTIL_LOGGING).check(CLASSES);
  }

  @Test
  void nothingSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    noClasses().should().callMethod(Thread.class, "sleep", Duration.class).check(CLASSES);
  }

  private static void onlyUses(String part, String... api) {
    String[] allowed =
        Stream.concat(Arrays.stream(api), Stream.of(part, SERVER + ".support"))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(part)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("dev.carillon.."))))
        .check(CLASSES);
  }

  private static String[] all(String[]... packages) {
    return Arrays.stream(packages).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static String[] apps() {
    return packagesMatching("\\w+");
  }

  private static String[] partsOfApps() {
    return packagesMatching("\\w+\\.\\w+");
  }

  private static String[] packagesMatching(String belowApps) {
    String name = Pattern.quote(SERVER + ".apps.") + belowApps;
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(Pattern.compile(name).asMatchPredicate())
        .distinct()
        .toArray(String[]::new);
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public String getDescription() {
      return "packages";
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return javaClass.getPackageName().startsWith(SERVER)
          ? SliceIdentifier.of(javaClass.getPackageName())
          : SliceIdentifier.ignore();
    }
  }
}
