package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.TokenClaims;
import dev.carillon.auth.TokenException;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Secret;
import dev.carillon.support.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  private static final String SECRET = "open sesame";
  private static final String USER = "5b2e7a64-8f1c-4a0f-9d3b-0c1d2e3f4a5b";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeClock clock = new FakeClock();
  private @Nullable String app;
  private @Nullable ConfigInput input;

  @Test
  void toggosTokenNamesTheUser() throws Exception {
    assertThat(run("toggo", "--user", USER)).isZero();

    assertThat(payload())
        .isEqualTo(
            "{\"sub\":\"%s\",\"user_id\":\"%s\",\"iat\":1700001000,\"exp\":1700008200}"
                .formatted(USER, USER));
    assertThat(verified().subject()).isEqualTo(USER);
    assertThat(app).isEqualTo("toggo");
  }

  @Test
  void eclipsesTokenNamesUserAndChat() throws Exception {
    assertThat(run("eclipse", "--chat", "c1", "--user", "u1")).isZero();

    assertThat(payload())
        .isEqualTo(
            "{\"userId\":\"u1\",\"chatId\":\"c1\",\"isAuthenticated\":true,"
                + "\"iat\":1700001000,\"exp\":1700008200}");
    assertThat(verified().bool("isAuthenticated")).isTrue();
    assertThat(app).isEqualTo("eclipse");
  }

  @Test
  void curiasTokenNamesTheUserWithCommunityAndRoles() throws Exception {
    assertThat(run("curia", "--user", "u-1", "--community", "c-9", "--role", "a", "--role", "b"))
        .isZero();

    assertThat(payload())
        .isEqualTo(
            "{\"sub\":\"u-1\",\"adm\":false,\"cid\":\"c-9\",\"roles\":[\"a\",\"b\"],"
                + "\"iat\":1700001000,\"exp\":1700008200}");
    assertThat(verified().subject()).isEqualTo("u-1");
    assertThat(app).isEqualTo("curia");
  }

  @Test
  void aStrangerGetsAnIdAsTheWebAppMakesThem() throws Exception {
    assertThat(run("eclipse", "--chat", "c1", "--anonymous")).isZero();

    assertThat(verified().string("userId")).matches("anon_1700001000000_[0-9a-z]{9}");
    assertThat(verified().bool("isAuthenticated")).isFalse();
  }

  @Test
  void aStrangerMayHaveANameToo() throws Exception {
    assertThat(run("eclipse", "--chat", "c1", "--anonymous", "--user", "anon_7")).isZero();

    assertThat(verified().string("userId")).isEqualTo("anon_7");
  }

  @Test
  void theTokenAloneIsOutputAndTheRestIsForPeople() throws Exception {
    run("toggo", "--user", USER, "--for", "90m");

    assertThat(out.toString()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "valid until 2023-11-15T00:00:00Z; connect to ws://127.0.0.1:8000/ws?token=…\n");
    clock.advance(Duration.ofMinutes(90).minusMillis(1));
    assertThat(verified().subject()).isEqualTo(USER);
  }

  @Test
  void theConfigurationIsThatOfTheOneApp() {
    run("toggo", "--user", USER, "--set", "ops.port=1", "--config", "my.yaml");

    assertThat(input)
        .isEqualTo(
            new ConfigInput(
                List.of("toggo"), Path.of("my.yaml"), Map.of("ops.port", "1"), Map.of()));
  }

  @Test
  void aSecretCanComeFromAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "  another one\n");

    assertThat(run("toggo", "--user", USER, "--secret-file", file.toString())).isZero();

    var verifier = new JwtVerifier("another one".getBytes(StandardCharsets.UTF_8), clock);
    assertThat(verifier.verify(out.toString().strip()).subject()).isEqualTo(USER);
  }

  @Test
  void badUsageEndsWithTwoAndPrintsNoToken(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");

    assertThat(run()).isEqualTo(2);
    assertThat(run("loomio")).isEqualTo(2);
    assertThat(run("toggo")).isEqualTo(2);
    assertThat(run("toggo", "--user", "ann")).isEqualTo(2);
    assertThat(run("toggo", "--user", USER, "--for", "0s")).isEqualTo(2);
    assertThat(run("toggo", "--user", USER, "--for", "soon")).isEqualTo(2);
    assertThat(run("toggo", "--user", USER, "--secret-file", empty.toString())).isEqualTo(2);
    assertThat(run("toggo", "--user", USER, "--secret-file", folder + "/none")).isEqualTo(2);
    assertThat(run("eclipse", "--user", "u1")).isEqualTo(2);
    assertThat(run("eclipse", "--chat", "c1")).isEqualTo(2);
    assertThat(run("eclipse", "--chat", "", "--anonymous")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains(
            "an app is missing",
            "'--user=UUID'",
            "not a UUID; allowed: one such as ",
            "out of range; allowed: 1s to 365d",
            "not a duration; allowed: 1s to 365d",
            "--secret-file: the file is empty",
            "--secret-file: the file cannot be read",
            "--user is missing",
            "--chat is missing");
  }

  private int run(String... args) {
    var command = TokenCommand.of(AppTypes.onClassPath(), Map.of(), this::find, clock);
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private TokenApp find(String name, ConfigInput from, @Nullable Secret given) {
    app = name;
    input = from;
    return new TokenApp(given == null ? new Secret(SECRET) : given, "ws://127.0.0.1:8000/ws");
  }

  private TokenClaims verified() throws TokenException {
    return new JwtVerifier(SECRET.getBytes(StandardCharsets.UTF_8), clock)
        .verify(out.toString().strip());
  }

  private String payload() {
    byte[] json = Base64.getUrlDecoder().decode(out.toString().split("\\.", 3)[1]);
    return new String(json, StandardCharsets.UTF_8);
  }
}
