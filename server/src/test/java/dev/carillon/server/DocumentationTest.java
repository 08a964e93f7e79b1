package dev.carillon.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      assertThat(page.substring(from, to)).isEqualTo(expected);
    }
  }
}
