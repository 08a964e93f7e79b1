package dev.carillon.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads the configuration file into a layer, with the line of each key.
///
/// Works on the tree of nodes and not on objects: scalars keep their text (`012` stays `012`), the
/// lines are known, and nothing in a file can name a class. SmallRye's own YAML source is declined
/// because it passes over duplicate keys, a list at the root, and empty sections.
///
/// Confined to the thread that reads the configuration.
final class YamlFile {
  private static final int MAX_DEPTH = 16;

  private final Path file;
  private final List<Problem> problems;
  private final Layer layer;
  private final Set<String> sections = new HashSet<>();

  private YamlFile(Path file, int ordinal, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
    this.layer = new Layer("file", ordinal);
  }

  /// Reads a file; what is wrong with it is added to the problems.
  static YamlFile read(Path file, int ordinal, List<Problem> problems) {
    var yaml = new YamlFile(file, ordinal, problems);
    try {
      yaml.parse(Files.readString(file));
    } catch (NoSuchFileException _) {
      yaml.problem("no such file", "");
    } catch (CharacterCodingException _) {
      yaml.problem("not UTF-8", "");
    } catch (IOException _) {
      yaml.problem("cannot be read", "");
    } catch (MarkedYAMLException e) {
      // Not the whole message: it quotes the file, which may hold secrets.
      String where = e.getProblemMark() == null ? "" : line(e.getProblemMark().getLine());
      yaml.problem("not YAML: " + e.getProblem(), where);
    } catch (YAMLException _) {
      yaml.problem("not YAML", "");
    }
    return yaml;
  }

  /// Returns the settings.
  Layer layer() {
    return layer;
  }

  /// Returns the names of all sections and keys that are written in the file, empty ones, too.
  Set<String> sections() {
    return sections;
  }

  private void parse(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    Node root = new Yaml(options).compose(new StringReader(text));
    if (root instanceof MappingNode map) {
      walk("", map, 0);
    } else if (root != null && !Tag.NULL.equals(root.getTag())) {
      problem("not a map of keys at its root", "");
    }
  }

  private void walk(String prefix, MappingNode map, int depth) {
    var seen = new HashSet<String>();
    for (var entry : map.getValue()) {
      Node keyNode = entry.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        problem("holds a key that is not a word", where(keyNode));
        continue;
      }
      String key = prefix + scalar.getValue();
      if (!seen.add(key)) {
        problems.add(new Problem(key, "written twice", "", where(keyNode)));
        continue;
      }
      sections.add(key);
      switch (entry.getValueNode()) {
        case MappingNode child when depth < MAX_DEPTH -> walk(key + ".", child, depth + 1);
        case ScalarNode value when Tag.NULL.equals(value.getTag()) -> {
          // An empty section, or a key without value: as if it were not there.
        }
        case ScalarNode value -> layer.set(key, value.getValue(), where(keyNode));
        case SequenceNode list -> list(key, list);
        default -> problems.add(new Problem(key, "nested too deep", "", where(keyNode)));
      }
    }
  }

  private void list(String key, SequenceNode list) {
    var items = new ArrayList<String>();
    for (Node item : list.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        problems.add(new Problem(key, "holds something that is not a word", "", where(item)));
        return;
      }
    }
    layer.set(key, String.join(",", items), where(list));
  }

  private String where(Node node) {
    return file.getFileName() + ", " + line(node.getStartMark().getLine());
  }

  private static String line(int zeroBased) {
    return "line " + (zeroBased + 1);
  }

  private void problem(String what, String origin) {
    problems.add(new Problem(file.toString(), what, "", origin));
  }
}
