package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.support.RedisServer;
import dev.carillon.support.StoreBehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// A user with the commands that `docs/operations.md` lists, and no others, can do all that a store does.
class RedisPermissionsTest extends StoreBehaviour {
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init") // set by open()
  private RedisLink link;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
    var rule = new ArrayList<>(List.of("ACL", "SETUSER", "bell", "on", ">t0ll", "~*", "&*"));
    rule.addAll(documented());
    assertThat(redis.call(rule.toArray(String[]::new))).isEqualTo("OK");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /// Returns the commands of the example for one server.
  private static List<String> documented() {
    try {
      String line =
          Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
              .filter(text -> text.startsWith("ACL SETUSER carillon "))
              .findFirst()
              .orElseThrow();
      return List.of(line.substring(line.indexOf("-@all")).split(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Store open() {
    redis.call("FLUSHALL");
    link = RedisLink.connect(RedisSettings.of("redis://bell:t0ll@127.0.0.1:" + redis.port()));
    await().until(() -> link.broker().state() == Broker.State.READY);
    return link.store();
  }

  @AfterEach
  void closeLink() {
    link.close();
  }

  @Override
  protected void pass(Duration time) {
    redis.call("SET", "clock", "1", "PX", Long.toString(time.toMillis()));
    await().until(() -> redis.call("GET", "clock") == null);
  }
}
