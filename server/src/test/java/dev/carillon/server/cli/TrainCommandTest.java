package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.GatewayNode;
import dev.carillon.server.apps.AppTypes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainCommandTest {
  /// Whatever else there is to serve, the launcher's training must come to its end, on free ports.
  @Test
  void theTrainingSucceedsWithNothingConfigured() {
    var out = new StringWriter();
    var err = new StringWriter();

    int code =
        Main.run(
            new String[] {"train"},
            AppTypes.onClassPath(),
            Map.of(),
            GatewayNode::start,
            new PrintWriter(out, true),
            new PrintWriter(err, true));

    assertThat(err.toString()).isEmpty();
    assertThat(code).isEqualTo(ExitCode.OK);
  }
}
