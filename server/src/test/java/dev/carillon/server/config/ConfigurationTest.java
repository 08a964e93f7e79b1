package dev.carillon.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.net.TrustedProxies.Header;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.ServerSettings;
import dev.carillon.server.apps.AppTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final Catalogue CATALOGUE = ServerConfig.catalogue(AppTypes.onClassPath());

  @TempDir Path folder;

  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void anEmptySectionOfAnAppServesIt() throws Exception {
    write("apps:\n  echo: {}\n  loomio:\n");

    assertThat(read().served()).containsExactly("loomio", "echo");
  }

  @Test
  void eachSourceWinsOverTheNext() throws Exception {
    String key = "apps.loomio.records.port";
    write("apps: { loomio: { records: { port: 1001 } } }");
    assertThat(value(key)).isEqualTo("1001");
    environment.put("PORT", "1002");
    assertThat(value(key)).isEqualTo("1002");
    environment.put("CARILLON_APPS_LOOMIO_RECORDS_PORT", "1003");
    assertThat(value(key)).isEqualTo("1003");
    settings.put(key, "1004");
    assertThat(value(key)).isEqualTo("1004");
  }

  @Test
  void nothingInSetTakesTheFilesValueAway() throws Exception {
    write("{ redis: { url: 'redis://cache' }, apps: { echo: {} } }");
    settings.put("redis.url", "");

    assertThat(read().of(ServerSettings.SECTION).redis.url).isNull();
  }

  @Test
  void allProblemsAreToldAtOnceWithKeyReasonAndOrigin() throws IOException {
    write("ops:\n  prot: 1\nredis:\n  url: http://x\napps: { echo: { ping-interval: soon } }\n");
    settings.put("apps.echo.port", "70000");
    environment.put("CARILLON_OPS_PORT", "nine");
    environment.put("CARILLON_OPS_PROT", "1");

    var problems = problems("echo", "lumio").stream().map(Problem::toString).toList();

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "CARILLON_OPS_PROT: unknown environment variable; did you mean CARILLON_OPS_PORT?",
            "ops.prot (carillon.yaml, line 2): unknown key; did you mean ops.port?",
            "lumio: unknown app; allowed: loomio, toggo, eclipse, curia, echo",
            "redis.url (carillon.yaml, line 4): unknown scheme of a Redis address; allowed: "
                + new RedisUrlType().allowed(),
            "ops.port (CARILLON_OPS_PORT): not a whole number in range; allowed: a whole number"
                + " from 0 to 65535",
            "apps.echo.port (--set): out of range; allowed: a whole number from 0 to 65535",
            "apps.echo.ping-interval (carillon.yaml, line 5): not a duration; allowed: 100ms to 1h,"
                + " with a unit (ms, s, m, h, d) or in milliseconds");
  }

  @Test
  void nothingToServeIsAProblem() {
    assertThat(problems()).extracting(Problem::key).containsExactly("apps");
  }

  @Test
  void aSectionIsNotAKey() {
    settings.put("ops", "1");

    assertThat(problems("echo")).extracting(Problem::what).containsExactly("a section, not a key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- a\n",
        "text",
        "a: [",
        "ops: { port: 1, port: 2 }",
        "ops: { port: [[1]] }",
        "opps:\n"
      })
  void aFileThatIsNoMapOfKnownKeysIsAProblem(String yaml) throws IOException {
    write(yaml);

    assertThat(problems("echo")).hasSize(1);
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    environment.put("CARILLON_CONFIG", folder.resolve("none.yaml").toString());

    assertThat(problems("echo")).extracting(Problem::what).containsExactly("no such file");
  }

  @Test
  void brokenYamlIsNotQuoted() throws IOException {
    write("ops:\n  key: hush-hush\n   x: [\n");

    assertThat(problems("echo").toString()).contains("line 3").doesNotContain("hush");
  }

  @Test
  void theOpsPortMustNotBeOpenWithoutKey() {
    settings.put("ops.bind", "0.0.0.0");

    assertThat(problems("echo")).extracting(Problem::key).containsExactly("ops.key");
  }

  @Test
  void trustedProxiesAreRanges() throws Exception {
    assertThat(engine().trustedProxies).isEmpty();
    assertThat(engine().forwardedHeader).isEqualTo(Header.X_FORWARDED_FOR);
    settings.put("gateway.trusted-proxies", "10.0.0.0/8, ::1");
    settings.put("gateway.forwarded-header", "forwarded");
    assertThat(engine().trustedProxies).containsOnly("10.0.0.0/8", "::1");
    assertThat(engine().forwardedHeader).isEqualTo(Header.FORWARDED);

    settings.put("gateway.trusted-proxies", "10.0.0.0/8,balancer.example");
    settings.put("gateway.forwarded-header", "via");
    assertThat(problems("echo"))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("gateway.trusted-proxies", "gateway.forwarded-header");
  }

  @Test
  void twoPurposesDoNotShareAPort() {
    settings.put("apps.echo.port", "9400");

    assertThat(problems("echo")).extracting(Problem::key).containsExactly("apps.echo.port");
  }

  @Test
  void serviceLinksOfKubernetesAreNotMistakes() throws ConfigException {
    environment.put("CARILLON_SERVICE_HOST", "10.0.0.1");
    environment.put("CARILLON_SERVICE_PORT_OPS", "9400");
    environment.put("CARILLON_PORT", "tcp://10.0.0.1:9400");
    environment.put("CARILLON_PORT_9400_TCP", "tcp://10.0.0.1:9400");
    environment.put("CARILLON_PORT_9400_TCP_PROTO", "tcp");

    assertThat(read("echo").of(ServerSettings.SECTION).ops.port).isEqualTo(9400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1w", "1.5s", "99999999999999d", "9999999999999999"})
  void otherDurationsAreRefused(String text) {
    settings.put("stop.drain", text);

    assertThat(problems("echo")).extracting(Problem::key).containsExactly("stop.drain");
  }

  @Test
  void everyDefaultIsAllowed() {
    for (Key<?> key : CATALOGUE.keys()) {
      if (key.fallback() != null) {
        assertThat(key.type().parse(key.fallback())).as(key.name()).isNotNull();
      }
    }
  }

  private ServerSettings.Engine engine() throws ConfigException {
    return read("echo").of(ServerSettings.SECTION).gateway;
  }

  private String value(String key) throws ConfigException {
    return read().lines().stream()
        .filter(line -> line.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private Configuration read(String... apps) throws ConfigException {
    Path file = folder.resolve("carillon.yaml");
    return Configuration.read(
        CATALOGUE,
        new ConfigInput(List.of(apps), Files.exists(file) ? file : null, settings, environment));
  }

  private List<Problem> problems(String... apps) {
    var refused = catchThrowableOfType(ConfigException.class, () -> read(apps));
    assertThat(refused).as("the refusal").isNotNull();
    return refused.problems();
  }

  private void write(String yaml) throws IOException {
    Files.writeString(folder.resolve("carillon.yaml"), yaml);
  }
}
