package dev.carillon.server.apps.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.Configured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoSettingsTest {
  @ParameterizedTest
  @CsvSource({"64KiB,65536", "1MiB,1048576", "100kB,100000", "2MB,2000000", "70000,70000"})
  void sizesCarryUnits(String text, long bytes) throws ConfigException {
    var set = Map.of("apps.echo.max-outbound", text);
    var config =
        Configured.read(new EchoType(), new ConfigInput(List.of("echo"), null, set, Map.of()));

    assertThat(config.app().maxOutbound).isEqualTo(bytes);
  }
}
