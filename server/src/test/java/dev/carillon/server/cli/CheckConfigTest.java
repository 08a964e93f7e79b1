package dev.carillon.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.support.LoggedNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What operators see of their configuration, byte for byte.
///
/// Each file in `src/test/resources/check-config` holds arguments, environment and configuration file of a
/// call, and what it prints: written down when settings were still told of in three places each. With
/// `-Dcarillon.docs=write` what is printed without a mistake is written anew.
class CheckConfigTest {
  private static final Path CASES = Path.of("src", "test", "resources", "check-config");

  @TempDir Path folder;

  static Stream<String> everyCase() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void printsWhatItDid(String name) throws IOException {
    String[] parts = Files.readString(CASES.resolve(name)).split("(?m)^# (?=exit )", 2);
    List<String> given = parts[0].lines().toList();
    int environmentAt = given.indexOf("# environment");
    int fileAt = given.indexOf("# file");
    var args = new ArrayList<>(List.of("check-config"));
    args.addAll(given.subList(1, environmentAt));
    Map<String, String> environment =
        given.subList(environmentAt + 1, fileAt).stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String yaml = String.join("\n", given.subList(fileAt + 1, given.size()));
    if (!yaml.isEmpty()) {
      Path file = Files.writeString(folder.resolve("carillon.yaml"), yaml + "\n");
      args.addAll(List.of("--config", file.toString()));
    }

    var out = new StringWriter();
    int code =
        Main.run(
            args.toArray(String[]::new),
            AppTypes.onClassPath(),
            environment,
            new LoggedNode()::start,
            new PrintWriter(out, true),
            new PrintWriter(out, true));

    String expected = requireNonNull(parts[1]);
    String printed = "exit " + code + "\n" + out.toString().replace("\r\n", "\n");
    if (code == ExitCode.OK && "write".equals(System.getProperty("carillon.docs"))) {
      assertThat(expected).startsWith("exit 0\n");
      Files.writeString(CASES.resolve(name), parts[0] + "# " + printed);
    } else if (code == ExitCode.OK) {
      assertThat(printed).isEqualTo(expected);
    } else {
      // All problems are told at once; the order is that of the keys, and was not always.
      assertThat(lines(printed)).containsExactlyInAnyOrderElementsOf(lines(expected));
    }
    assertThat(printed).doesNotContain("opensesame");
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n"));
  }
}
