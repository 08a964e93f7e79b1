package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The pages about keys, as Markdown made of the catalogue; see `docs/configuration.md`.
public final class Reference {
  private static final String HEAD =
      """
      | Key | Variable | Default | Allowed | Replaces | Meaning |
      |---|---|---|---|---|---|
      """;

  private Reference() {}

  /// Returns all keys: a heading and a table for each section.
  public static String keys(Catalogue catalogue) {
    var page = new StringBuilder();
    for (Part part : catalogue.parts()) {
      if (part.keys().isEmpty()) {
        continue;
      }
      page.append("### ").append(part.title()).append("\n\n");
      if (!part.about().isEmpty()) {
        page.append(part.about()).append("\n\n");
      }
      page.append(HEAD);
      part.keys().forEach(key -> rows(key, catalogue, page));
      page.append('\n');
    }
    return page.toString();
  }

  /// Returns the variables of replaced servers: a heading and a table for each app that stands in for one.
  public static String replaced(Catalogue catalogue) {
    var page = new StringBuilder();
    catalogue
        .ordered()
        .filter(app -> !app.replaced().isNone())
        .forEach(app -> {
          page.append("For `").append(Catalogue.appOf(app)).append("`:\n\n");
          page.append("| Variable | Counts as |\n|---|---|\n");
          app.replaced().rows().forEach(row -> page.append(row).append('\n'));
          page.append('\n');
        });
    return page.toString();
  }

  private static void rows(Key<?> key, Catalogue catalogue, StringBuilder page) {
    String fallback = key.fallback() == null ? "" : "`" + key.fallback() + "`";
    List<String> variables = new ArrayList<>();
    for (Section<?> app : catalogue.apps()) {
      String replaced = app.replaced().of(key.name());
      if (!replaced.isEmpty()) {
        boolean own = key.name().startsWith(app.name() + ".");
        variables.add(own ? replaced : replaced + " (" + Catalogue.appOf(app) + ")");
      }
    }
    row(
        page,
        key.name(),
        fallback,
        key.type().documented(),
        String.join("; ", variables),
        key.meaning());
    if (key.secret()) {
      String meaning = "The file that holds `" + key.name() + "`.";
      row(page, key.name() + Key.FILE, "", "path of a file", "", meaning);
    }
  }

  private static void row(StringBuilder page, String name, String... cells) {
    String variable = "`" + Key.variable(name) + "`";
    String rest = List.of(cells).stream().collect(Collectors.joining(" | "));
    page.append("| `" + name + "` | " + variable + " | " + rest + " |\n");
  }
}
