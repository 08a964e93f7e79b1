package dev.carillon.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page and the catalogue say the same.
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `(CARILLON_\\w+)` \\| (?:`([^`]*)`)? *\\| .+\\|$");

  @Test
  void eachKeyIsDocumentedWithItsVariableAndDefaultAndThereAreNoOthers() throws IOException {
    var expected = new ArrayList<String>();
    for (Key<?> key : Keys.all()) {
      expected.add(row(key.name(), key.variable(), key.fallback() == null ? "" : key.fallback()));
      if (key.secret()) {
        String file = key.name() + Key.FILE;
        expected.add(row(file, Key.variable(file), ""));
      }
    }

    assertThat(documented()).containsExactlyElementsOf(expected);
  }

  @Test
  void theMeaningOfEachKeyIsTheSame() throws IOException {
    String page = Files.readString(PAGE);
    for (Key<?> key : Keys.all()) {
      assertThat(page.lines().filter(line -> line.startsWith("| `" + key.name() + "` |")))
          .as(key.name())
          .singleElement()
          .asString()
          .endsWith("| " + key.meaning() + " |");
    }
  }

  private static List<String> documented() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> row(row.group(1), row.group(2), row.group(3) == null ? "" : row.group(3)))
        .toList();
  }

  private static String row(String key, String variable, String fallback) {
    return key + " " + variable + " " + fallback;
  }
}
