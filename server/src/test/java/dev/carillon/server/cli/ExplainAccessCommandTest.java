package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.support.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What decides about a room, from the records in a real Redis.
class ExplainAccessCommandTest {
  private static final RedisServer REDIS = RedisServer.start();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void boards() {
    REDIS.call("HSET", "board_permissions:12", "communityId", "c-9", "isPublic", "true");
    REDIS.call(
        "HSET", "board_permissions:13", "communityId", "c-9", "allowedRoles", "[\"role-a\"]");
    REDIS.call("HSET", "board_permissions:17", "allowedRoles", "[\"role-a");
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--set", "redis.url=redis://127.0.0.1:" + REDIS.port()));
    return new CommandLine(new ExplainAccessCommand(AppTypes.onClassPath(), Map.of()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new Failures())
        .execute(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann board:12 --community c-9 | allowed: board is open to its communities",
        "ann board:12 --community c-2 | denied: Access denied: board not accessible",
        "ann board:12 | denied: Access denied: invalid user community",
        "ann board:13 --community c-9 | denied: Access denied: insufficient permissions",
        "ann board:13 --community c-9 --role role-a | allowed: role of the board",
        "ann board:13 --community c-9 --admin | allowed: admin of the community",
        "ann board:99 --community c-9 | denied: Board not found",
        "ann board:x --community c-9 | denied: Invalid board ID",
        "ann board:17 --community c-9 | denied: the record of the board cannot be had, or not be read",
        "ann community:c-9 --community c-9 | allowed: joined at the entrance, by the token",
        "ann community:c-9:admins --community c-9 | denied: not among the rooms that the token gives, and nobody joins it by asking",
        "ann user:ann | allowed: joined at the entrance, by the token",
      })
  void ruleThatDecidesIsSaid(String arguments, String answer) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString().strip()).isEqualTo(answer);
  }

  @Test
  void appWithoutSuchARuleIsRefused() {
    assertThat(run("ann", "board:12", "--app", "echo")).isEqualTo(2);
    assertThat(run("ann", "board:12", "--app", "none")).isEqualTo(2);
    assertThat(err.toString())
        .contains("echo decides about no room by a rule", "no such app: none");
  }
}
