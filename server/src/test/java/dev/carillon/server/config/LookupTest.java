package dev.carillon.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTest {
  private static final Catalogue CATALOGUE = ServerConfig.catalogue(AppTypes.onClassPath());

  @Test
  void aSecretIsFoundWhereverItIsSet(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "opensesame\n");

    assertThat(lookup(Map.of("ops.key", "opensesame")).secret("ops.key").value())
        .isEqualTo("opensesame");
    assertThat(lookup(Map.of("ops.key-file", file.toString())).secret("ops.key").value())
        .isEqualTo("opensesame");
    var environment = Map.of("CARILLON_OPS_KEY", "opensesame");
    assertThat(
            Lookup.in(CATALOGUE, new ConfigInput(List.of("echo"), null, Map.of(), environment))
                .secret("ops.key")
                .value())
        .isEqualTo("opensesame");
  }

  @Test
  void aSecretThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> lookup(Map.of()).secret("ops.key"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ops.key: missing; allowed: any text; or ops.key-file");
    assertThatThrownBy(() -> lookup(Map.of("ops.key-file", "/none")).secret("ops.key"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("1 error")
        .hasMessageContaining("ops.key-file (--set): the file cannot be read");
    assertThatThrownBy(
            () -> lookup(Map.of("ops.key", "a", "ops.key-file", "/none")).secret("ops.key"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("set together");
  }

  @Test
  void aKeyThatIsNotSetHasTheTextThatCounts() throws Exception {
    assertThat(lookup(Map.of()).text("ops.port")).isEqualTo("9400");
    assertThat(lookup(Map.of("ops.port", "1")).text("ops.port")).isEqualTo("1");
    assertThat(lookup(Map.of()).text("redis.username")).isNull();
    assertThat(lookup(Map.of()).text("no.such.key")).isNull();
  }

  @Test
  void whatElseIsMissingDoesNotMatterButUnknownKeysDo() throws Exception {
    assertThat(lookup(Map.of("ops.bind", "0.0.0.0")).text("ops.port")).isEqualTo("9400");
    assertThatThrownBy(() -> lookup(Map.of("ops.prot", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean ops.port?");
  }

  private static Lookup lookup(Map<String, String> settings) throws ConfigException {
    return Lookup.in(CATALOGUE, new ConfigInput(List.of("echo"), null, settings, Map.of()));
  }
}
