package dev.carillon.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  enum Material {
    BRONZE,
    CAST_IRON
  }

  static final class Bell extends Settings {
    final int port = about("The port.").port("port", "3100");
    final Duration pause = about("The pause.").span("pause", "1s", "1h", "10s");
    final Material material = about("The material.").choice("material", Material.class, "bronze");
    final Secret key = about("The key.").required("key", "the key of the tower");
    final Clapper clapper = section("clapper", "What strikes.", Clapper::new);
    final Rope rope = part("the rope", "What pulls.", Rope::new);

    Bell(Values values) {
      super(values);
      if (material == Material.CAST_IRON && clapper.weight > 100) {
        problem("material", "too brittle for " + full("clapper.weight"), "bronze");
      }
    }
  }

  static final class Clapper extends Settings {
    final int weight = about("Its weight.").whole("weight", 1, 1000, "50");

    Clapper(Values values) {
      super(values);
    }
  }

  static final class Rope extends Settings {
    final boolean spare = about("Whether there are two.").flag("spare-rope", "false");

    Rope(Values values) {
      super(values);
    }
  }

  /// Asks for one key only where another one is set.
  static final class Hiding extends Settings {
    final boolean on = about("A switch.").flag("on", "false");

    Hiding(Values values) {
      super(values);
      if (on) {
        about("Hidden.").flag("hidden", "false");
      }
    }
  }

  private static final Section<Bell> SECTION = Section.of("apps.bell", "A bell.", Bell::new);

  @Test
  void theKeysAreWhatTheFieldsAskForInTheirOrder() {
    assertThat(names(SECTION.parts()))
        .containsExactly(
            "apps.bell.port",
            "apps.bell.pause",
            "apps.bell.material",
            "apps.bell.key",
            "apps.bell.clapper.weight",
            "apps.bell.spare-rope");
    assertThat(SECTION.parts())
        .extracting(Part::title)
        .containsExactly("apps.bell", "apps.bell.clapper", "apps.bell: the rope");
  }

  @Test
  void whatIsNotSetHasTheValueThatStandsAtItsField() {
    Bell bell = Settings.of(Bell::new, Map.of("key", "k"));

    assertThat(bell.port).isEqualTo(3100);
    assertThat(bell.pause).isEqualTo(Duration.ofSeconds(10));
    assertThat(bell.material).isEqualTo(Material.BRONZE);
    assertThat(bell.clapper.weight).isEqualTo(50);
    assertThat(bell.rope.spare).isFalse();
  }

  @Test
  void textsAreReadAsInAFile() {
    Bell bell =
        Settings.of(
            Bell::new,
            Map.of("key", "k", "pause", "2m", "material", "cast-iron", "spare-rope", "yes"));

    assertThat(bell.pause).isEqualTo(Duration.ofMinutes(2));
    assertThat(bell.material).isEqualTo(Material.CAST_IRON);
    assertThat(bell.rope.spare).isTrue();
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    var texts =
        Map.of("port", "x", "pause", "2h", "material", "cast-iron", "clapper.weight", "500");

    assertThatThrownBy(() -> Settings.of(Bell::new, texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port (given): not a whole number in range")
        .hasMessageContaining("pause (given): out of range; allowed: 1s to 1h")
        .hasMessageContaining("material (given): too brittle for clapper.weight")
        .hasMessageContaining("key: not set; allowed: the key of the tower, here or in key-file");
    assertThatThrownBy(() -> Settings.of(Bell::new, Map.of("key", "k", "prt", "1")))
        .hasMessageContaining("prt (given): unknown key; did you mean port?");
  }

  @Test
  void aChoiceNamesAllThatMayBeChosen() {
    assertThatThrownBy(() -> Settings.of(Bell::new, Map.of("key", "k", "material", "BRONZE")))
        .hasMessage("material (given): not of the right form; allowed: bronze or cast-iron");
  }

  @Test
  void aKeyThatIsAskedForOnAConditionIsRefused() {
    assertThat(Settings.of(Hiding::new, Map.of()).on).isFalse();
    assertThatThrownBy(() -> Settings.of(Hiding::new, Map.of("on", "true")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask for each in the initializer of a field");
  }

  @Test
  void twoKeysWithOneVariableAreRefused() {
    var dashed = Section.of("apps.bell-clapper", "", Clapper::new);
    var dotted = Section.of("apps.bell.clapper", "", Clapper::new);

    assertThatThrownBy(() -> new Catalogue(SECTION, List.of(dashed, dotted)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CARILLON_APPS_BELL_CLAPPER_WEIGHT");
  }

  @Test
  void aReplacedServerSetsKeysThatThereAre() {
    var wrong = SECTION.replacing(ReplacedServer.NONE.take("PORT", "apps.bell.prt"));

    assertThatThrownBy(() -> new Catalogue(Section.of("", "", Hiding::new), List.of(wrong)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("apps.bell");
  }

  private static List<String> names(List<Part> parts) {
    return parts.stream().flatMap(part -> part.keys().stream()).map(Key::name).toList();
  }
}
