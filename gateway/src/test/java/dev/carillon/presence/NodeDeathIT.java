package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.Gateway;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real processes that are killed or stopped, with real nodes, clocks and a backend; the leases and graces are
/// those of [PresenceApp], half as long as usual or shorter.
class NodeDeathIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// Longer than it takes to find a node dead, and its users offline.
  private static final Duration OUTAGE =
      PresenceApp.NODE_LEASE
          .multipliedBy(7)
          .dividedBy(6)
          .plus(PresenceApp.GRACE)
          .plus(PresenceApp.BEAT)
          .plusSeconds(1);

  /// Longer than whatever was begun in an outage takes to be told.
  private static final Duration AFTERWARDS = PresenceApp.REPORT_LEASE.plusSeconds(1);

  /// What the backend was told, as `offline u1`, those left out that it knew by their numbers. Guarded
  /// by itself.
  private final List<String> told = new ArrayList<>();

  private long lastNumber;
  private RedisServer redis;
  private HttpServer backend;
  private final List<Gateway> gateways = new ArrayList<>();
  private @Nullable Process child;

  @BeforeEach
  void open() throws Exception {
    redis = RedisServer.start();
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext(
        "/",
        exchange -> {
          note(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    backend.start();
  }

  private void note(JsonNode batch) {
    synchronized (told) {
      for (JsonNode report : batch.path("reports")) {
        long number = report.path("number").asLong();
        if (number > lastNumber) {
          lastNumber = number;
          String subject = report.path("user").asString(report.path("room").asString(""));
          told.add(report.path("event").asString("") + " " + subject);
        }
      }
    }
  }

  private long told(String what) {
    synchronized (told) {
      return told.stream().filter(one -> one.startsWith(what)).count();
    }
  }

  @AfterEach
  void close() {
    if (child != null) {
      child.destroyForcibly();
    }
    gateways.forEach(Gateway::close);
    backend.stop(0);
    redis.close();
  }

  private String backendUrl() {
    return "http://127.0.0.1:" + backend.getAddress().getPort() + "/";
  }

  private PresenceApp.Running startNode() throws Exception {
    return startNode(redis.url());
  }

  private PresenceApp.Running startNode(String url) throws Exception {
    Gateway gateway = PresenceApp.gateway(url, backendUrl());
    gateways.add(gateway);
    var app = (PresenceApp.Running) gateway.apps().getFirst();
    app.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return app;
  }

  private Process startChild(int users) throws Exception {
    Process started =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                PresenceApp.class.getName(),
                redis.url(),
                backendUrl(),
                "" + users)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    child = started;
    return started;
  }

  private static void soon(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  /// Nothing more is told for longer than a grace lasts.
  private void thatIsAll(long all) {
    await()
        .atMost(PATIENCE)
        .during(PresenceApp.GRACE.plusSeconds(1))
        .until(() -> told("") == all && told("online") + told("offline") + told("empty") == all);
  }

  @Test
  void ofTheUsersOfAKilledProcessThoseWhoDoNotReturnAreToldOnce() throws Exception {
    int users = 5000;
    PresenceApp.Running one = startNode();
    PresenceApp.Running two = startNode();
    Process killed = startChild(users);
    soon(() -> told("online") == users && one.heard("JOINED") == users);
    killed.destroyForcibly().waitFor();
    for (int i = 0; i < users / 2; i++) {
      (i % 2 == 0 ? one : two).presence().enter("r", "u" + i, "second", "");
    }
    soon(() -> told("offline") == users / 2);
    thatIsAll(users + users / 2);
    assertThat(told("offline u" + (users / 2 - 1))).isZero();
    for (PresenceApp.Running node : List.of(one, two)) {
      soon(() -> node.heard("LEFT") == users / 2);
      assertThat(node.heard("JOINED")).isEqualTo(users);
    }
  }

  @Test
  void theUsersOfAStoppedProcessAreOfflineOnceAndOnlineOnceWhenItGoesOn() throws Exception {
    int users = 200;
    PresenceApp.Running one = startNode();
    Process paused = startChild(users);
    soon(() -> told("online") == users && one.heard("JOINED") == users);
    signal("-STOP", paused);
    soon(() -> told("offline") == users && one.heard("LEFT") == users);
    signal("-CONT", paused);
    soon(() -> told("online") == 2L * users && one.heard("JOINED") == 2L * users);
    thatIsAll(3L * users + 1);
    assertThat(one.heard("LEFT")).isEqualTo(users);
  }

  private static void signal(String name, Process process) throws Exception {
    int exit = new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
    assertThat(exit).isZero();
  }

  @Test
  void anOutageOfRedisIsNotTold() throws Exception {
    try (var proxy = FaultyProxy.to(redis.port())) {
      String url = "redis://127.0.0.1:" + proxy.port();
      PresenceApp.Running one = startNode(url);
      PresenceApp.Running two = startNode(url);
      enterBoth(one, two);
      proxy.cut();
      proxy.freeze();
      nothingIsToldFor(OUTAGE, one, two);
      proxy.resume();
      afterTheOutage(one, two);
    }
  }

  @Test
  void anOutageOfRedisWhichThenHasForgottenEverythingIsNotTold() throws Exception {
    PresenceApp.Running one = startNode(redis.url());
    PresenceApp.Running two = startNode(redis.url());
    enterBoth(one, two);
    redis.kill();
    nothingIsToldFor(OUTAGE, one, two);
    redis.restart();
    synchronized (told) {
      lastNumber = 0; // a new series
    }
    afterTheOutage(one, two);
  }

  private void enterBoth(PresenceApp.Running one, PresenceApp.Running two) {
    for (int i = 0; i < 100; i++) {
      (i % 2 == 0 ? one : two).presence().enter("r", "u" + i, "first", "");
    }
    soon(() -> told("online") == 100);
    soon(() -> one.heard("JOINED") == 100 && two.heard("JOINED") == 100);
  }

  private static void nothingIsToldFor(
      Duration time, PresenceApp.Running one, PresenceApp.Running two) {
    await().atMost(PATIENCE).during(time).until(() -> one.heard("") == 100 && two.heard("") == 100);
  }

  /// Whoever comes now is told everywhere, and that is all.
  private void afterTheOutage(PresenceApp.Running one, PresenceApp.Running two) {
    two.presence().enter("r", "later", "first", "");
    soon(() -> told("online later") == 1 && one.heard("JOINED later") == 1);
    await()
        .atMost(PATIENCE)
        .during(AFTERWARDS)
        .until(() -> told("") == 101 && one.heard("") == 101 && two.heard("") == 101);
  }
}
