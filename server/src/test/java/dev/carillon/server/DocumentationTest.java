package dev.carillon.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page and the settings say the same.
///
/// With `-Dcarillon.docs=write` the page is written anew, as far as it is made of the settings.
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void everyKeyIsDocumentedWithAllThatIsToldOfItAndThereAreNoOthers() throws IOException {
    check("keys", Reference.keys(ServerConfig.catalogue(AppTypes.onClassPath())));
  }

  @Test
  void everyVariableOfAReplacedServerIsDocumented() throws IOException {
    check("replaced", Reference.replaced(ServerConfig.catalogue(AppTypes.onClassPath())));
  }

  /// Compares what stands between two marks.
  private static void check(String mark, String expected) throws IOException {
    String begin = "<!-- " + mark + ": made of the settings, see CONTRIBUTING.md -->\n\n";
    String end = "<!-- end of " + mark + " -->\n";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(page).contains(begin, end);
    if ("write".equals(System.getProperty("carillon.docs"))) {
      Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to));
    } else {
      String now = page.substring(from, to);
      assertThat(now.equals(expected))
          .as(
              "docs/configuration.md lacks%n%s%nand has too much%n%s%n%s",
              linesWithout(expected, now),
              linesWithout(now, expected),
              "CONTRIBUTING.md, recipe \"A setting\", has the command that writes it anew")
          .isTrue();
    }
  }

  /// Returns the lines of one text that are not in another.
  private static String linesWithout(String text, String other) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.removeAll(other.lines().toList());
    return lines.isEmpty() ? "(no line)" : String.join("\n", lines);
  }
}
