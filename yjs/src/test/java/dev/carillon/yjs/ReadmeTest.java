package dev.carillon.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the README shows is what runs here.
final class ReadmeTest {
  @Test
  void theProgramOfTheReadmeDoesWhatItSays() {
    assertThat(FirstSteps.run()).isEqualTo("Oh. Hello world! {title=A note}");
  }

  @Test
  void theReadmeShowsTheProgramThatWasTested() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/carillon/yjs/FirstSteps.java"));
    String program =
        source.substring(source.indexOf("// begin\n") + 9, source.indexOf("    // end"));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(program.stripTrailing().stripIndent());
  }
}
