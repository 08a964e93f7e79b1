package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// All that is set, from wherever, with the names checked and no value read yet. Immutable.
///
/// @param all the layers
/// @param served the names of the apps to serve
/// @param notices what the log should say at start, one line each; no secrets
record Layers(List<Layer> all, List<String> served, List<String> notices) {
  private static final int FILE = 100;
  private static final int REPLACED = 200;
  private static final int ENVIRONMENT = 300;
  private static final int COMMAND_LINE = 400;

  /// The variables that are for the launcher, or were used already.
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "CARILLON_JAVA_HOME",
          "CARILLON_JAVA_OPTS",
          "CARILLON_CLASS_PATH",
          "CARILLON_AOT",
          ConfigInput.FILE_VARIABLE);

  /// What Kubernetes puts into the environment of every pod next to a service named `carillon`.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "CARILLON_(\\w+_)?"
              + "(SERVICE_(HOST|PORT\\w*)=.*|PORT(_\\d+_(TCP|UDP))?=\\w+://.*"
              + "|PORT_\\d+_(TCP|UDP)_(PROTO|PORT|ADDR)=.*)");

  /// Brings together what is set, and notes names that are wrong.
  static Layers read(Catalogue catalogue, ConfigInput input, List<Problem> problems) {
    KnownNames known = catalogue.known();
    var layers = new ArrayList<Layer>();
    var mentioned = new LinkedHashSet<String>();

    layers.add(commandLine(input.settings()));
    layers.add(environment(input.environment(), known, problems));
    int before = problems.size();
    boolean fileRead = true;
    if (input.file() != null) {
      var file = YamlFile.read(input.file(), FILE, problems);
      fileRead = problems.size() == before; // else nobody knows what it configures
      layers.add(file.layer());
      mentioned.addAll(file.sections());
      known.checkSections(file.sections(), file.layer(), problems);
    }
    for (Layer layer : layers) {
      mentioned.addAll(layer.texts().keySet());
      known.check(layer, problems);
    }

    List<String> served = served(catalogue.names(), input.apps(), mentioned, problems);
    if (served.isEmpty() && input.apps().isEmpty() && fileRead) {
      problems.add(nothing(catalogue.names()));
    }
    var notices = new ArrayList<String>();
    layers.add(replaced(catalogue, served, input.environment(), notices));
    return new Layers(layers, served, notices);
  }

  private static Layer commandLine(Map<String, String> settings) {
    var layer = new Layer("--set", COMMAND_LINE);
    new TreeMap<>(settings).forEach((key, text) -> layer.set(key, text, "--set"));
    return layer;
  }

  private static Layer environment(
      Map<String, String> environment, KnownNames known, List<Problem> problems) {
    var layer = new Layer("environment", ENVIRONMENT);
    new TreeMap<>(environment)
        .forEach((variable, text) -> {
          String key = known.keyOf(variable);
          if (key != null) {
            if (!text.isBlank()) {
              layer.set(key, text, variable);
            }
          } else if (variable.startsWith("CARILLON_")
              && !OTHER_VARIABLES.contains(variable)
              && !SERVICE_LINK.matcher(variable + "=" + text).matches()) {
            problems.add(known.unknownVariable(variable));
          }
        });
    return layer;
  }

  /// The environment of the server that the only app replaces: it means nothing among several.
  private static Layer replaced(
      Catalogue catalogue,
      List<String> served,
      Map<String, String> environment,
      List<String> notices) {
    var layer = new Layer("replaced", REPLACED);
    Section<?> only = served.size() == 1 ? catalogue.find(served.getFirst()) : null;
    if (only != null) {
      only.replaced().read(environment, layer, notices);
    }
    return layer;
  }

  /// Those that are named, or else those of which anything is configured.
  private static List<String> served(
      List<String> known, List<String> named, Set<String> mentioned, List<Problem> problems) {
    if (!named.isEmpty()) {
      String all = String.join(", ", known);
      for (String app : named) {
        if (!known.contains(app)) {
          problems.add(new Problem(app, "unknown app", all, ""));
        }
      }
      return known.stream().filter(named::contains).toList();
    }
    return known.stream().filter(app -> isMentioned(app, mentioned)).toList();
  }

  private static Problem nothing(List<String> known) {
    return new Problem(
        "apps",
        "nothing to serve; name an app on the command line, or configure one",
        String.join(", ", known),
        "");
  }

  private static boolean isMentioned(String app, Set<String> mentioned) {
    String section = Catalogue.sectionOf(app);
    return mentioned.stream().anyMatch(k -> k.equals(section) || k.startsWith(section + "."));
  }
}
