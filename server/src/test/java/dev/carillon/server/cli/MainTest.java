package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.support.LoggedNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final LoggedNode node = new LoggedNode();

  @Test
  void versionSaysWhatRuns() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("carillon ").contains("java 25");
  }

  @Test
  void helpIsNoMistake() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("serve", "demo", "check-config", "version");
    assertThat(run("serve", "--help")).isZero();
    assertThat(run("help", "serve")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void slipsAreAnsweredInAFewLines() {
    assertThat(run("sreve")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            carillon: Unmatched argument at index 0: 'sreve'
            Did you mean: carillon serve or carillon version?
            See carillon --help
            """);
  }

  @Test
  void fileThatCannotBeReadIsOneMistake(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "apps:\n  echo: [\n");
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("configuration: 1 error").contains("(line 3): not YAML");
  }

  @Test
  void badUsageEndsWithTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("sreve")).isEqualTo(2);
    assertThat(run("serve", "--sett", "a=b")).isEqualTo(2);
    assertThat(run("serve", "--set", "a")).isEqualTo(2);
    assertThat(run("demo", "--page-port", "65536")).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing", "sreve", "--sett", "KEY=VALUE");
  }

  @Test
  void aBadConfigurationEndsWithTwoAndNamesAllThatIsWrong() {
    assertThat(run("serve", "echo", "--set", "ops.prot=1", "--set", "redis.url=x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("2 errors", "ops.prot (--set): unknown key", "redis.url (--set): ");
    assertThat(run("demo", "--set", "ops.port=x")).isEqualTo(2);
    assertThat(node.log()).isEmpty();
  }

  @Test
  void keysOfTokensAreCheckedAtTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.pem");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    String keys = "apps.curia.jwt-keys=" + file;
    assertThat(run("check-config", "curia", "--set", keys)).isEqualTo(2);
    assertThat(err.toString())
        .contains("apps.curia.jwt-keys (--set): a private key where public keys are expected");
    String url = "apps.curia.jwks-url=https://login.example/keys";
    assertThat(run("check-config", "curia", "--set", url, "--set", "apps.curia.jwt-secret=s"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("apps.curia.jwks-url (--set): set together with another source of keys");
    assertThat(run("check-config", "curia", "--set", url)).isZero();
  }

  @Test
  void aNodeThatCannotStartEndsWithOne() {
    node.fail();

    assertThat(run("serve", "echo", "--set", "ops.port=0")).isEqualTo(1);
    assertThat(node.log()).isEmpty();
  }

  @Test
  void checkConfigPrintsWhatCountsAndWhereItIsFrom(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("my.yaml");
    Files.writeString(file, "ops:\n  key: opensesame\napps: { echo: { port: 3001 } }\n");
    environment.put("CARILLON_REDIS_URL", "redis://:opensesame@cache");

    assertThat(run("check-config", "--config", file.toString(), "--set", "stop.drain=60s"))
        .isZero();

    assertThat(out.toString())
        .doesNotContain("opensesame")
        .contains(
            "ops.key: ***  # my.yaml, line 2",
            "apps.echo.port: 3001  # my.yaml, line 3",
            "redis.url: redis://cache:6379  # CARILLON_REDIS_URL",
            "redis.username: (not set)",
            "stop.drain: 1m  # --set");
  }

  private int run(String... args) {
    return Main.run(
        args,
        AppTypes.onClassPath(),
        environment,
        node::start,
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
