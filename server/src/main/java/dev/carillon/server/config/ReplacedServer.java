package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The environment variables of a server that an app stands in for, and the keys that they count as.
///
/// They count where that app is the only one that is served: a `PORT` means nothing among several. Empty
/// variables are passed over. Where several variables count as one key, the first one that is set does, in
/// the order in which they were added here. Immutable.
public final class ReplacedServer {
  /// None is replaced.
  public static final ReplacedServer NONE = new ReplacedServer(List.of());

  private final List<Rule> rules;

  /// What variables count as.
  ///
  /// @param variables one of them is enough
  /// @param key the whole name of the key; empty: they count as nothing
  /// @param note what else there is to know, for the documentation; empty: nothing
  /// @param text makes the text of the key, of those variables that are set
  private record Rule(
      List<String> variables,
      String key,
      String note,
      Function<Map<String, String>, String> text) {}

  private ReplacedServer(List<Rule> rules) {
    this.rules = rules;
  }

  /// Returns this with a variable whose text is that of a key.
  public ReplacedServer take(String variable, String key) {
    return take(variable, key, "", UnaryOperator.identity());
  }

  /// Returns this with a variable of which the text of a key is made.
  ///
  /// @param note how, for the documentation
  public ReplacedServer take(String variable, String key, String note, UnaryOperator<String> text) {
    return join(List.of(variable), key, note, set -> text.apply(set.getOrDefault(variable, "")));
  }

  /// Returns this with variables which make up a key together, of which one is enough.
  ///
  /// @param note how, for the documentation
  /// @param text is given those that are set
  public ReplacedServer join(
      List<String> variables, String key, String note, Function<Map<String, String>, String> text) {
    return with(new Rule(List.copyOf(variables), key, note, text));
  }

  /// Returns this with a variable that counts as nothing.
  ///
  /// @param note why, for the documentation, and for the log where it is set; empty: it is not worth a word
  public ReplacedServer ignore(String variable, String note) {
    return with(new Rule(List.of(variable), "", note, _ -> ""));
  }

  private ReplacedServer with(Rule rule) {
    return new ReplacedServer(Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  /// Tells whether there are no such variables.
  boolean isNone() {
    return rules.isEmpty();
  }

  /// Returns the whole names of the keys that the variables set.
  List<String> keys() {
    return rules.stream().map(Rule::key).filter(key -> !key.isEmpty()).distinct().toList();
  }

  /// Adds what is set to a layer, and says so.
  void read(Map<String, String> environment, Layer layer, List<String> notices) {
    var used = new LinkedHashSet<String>();
    var ignored = new ArrayList<String>();
    for (Rule rule : rules) {
      Map<String, String> set = set(rule, environment);
      if (set.isEmpty()) {
        continue;
      }
      if (rule.key.isEmpty()) {
        if (!rule.note.isEmpty()) {
          ignored.add(String.join(", ", rule.variables) + " ignored: " + rule.note);
        }
      } else if (!layer.texts().containsKey(rule.key)) {
        List<String> names = rule.variables.stream().filter(set::containsKey).toList();
        layer.set(rule.key, rule.text.apply(set), String.join(", ", names));
        used.addAll(names);
      }
    }
    if (!used.isEmpty()) {
      notices.add("environment of the replaced server used: " + String.join(", ", used));
    }
    notices.addAll(ignored);
  }

  /// Returns the variables that count as a key, in a few words; empty when there are none.
  String of(String key) {
    var variables = new LinkedHashSet<String>();
    rules.stream()
        .filter(rule -> rule.key.equals(key))
        .forEach(rule -> variables.addAll(rule.variables));
    return code(variables);
  }

  /// Returns the rows of a table in Markdown: variables, and what they count as.
  List<String> rows() {
    return rules.stream().map(ReplacedServer::row).toList();
  }

  private static String row(Rule rule) {
    String counts = rule.key.isEmpty() ? "nothing" : "`" + rule.key + "`";
    String note = rule.note.isEmpty() ? "" : "; " + rule.note;
    return "| " + code(rule.variables) + " | " + counts + note + " |";
  }

  private static String code(Collection<String> names) {
    return String.join(", ", names.stream().map(name -> "`" + name + "`").toList());
  }

  private static Map<String, String> set(Rule rule, Map<String, String> environment) {
    var set = new HashMap<String, String>();
    for (String variable : rule.variables) {
      String text = environment.getOrDefault(variable, "").strip();
      if (!text.isEmpty()) {
        set.put(variable, text);
      }
    }
    return set;
  }
}
