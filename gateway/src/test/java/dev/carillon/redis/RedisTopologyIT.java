package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Broker.State;
import dev.carillon.core.StoreException;
import dev.carillon.redis.RedisSettings.Verification;
import dev.carillon.support.RedisServer;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Redis behind sentinels, as a cluster, and behind TLS.
class RedisTopologyIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void theLinkFollowsTheSentinelsToTheNewPrimary() {
    try (var primary = RedisServer.start();
        var replica = RedisServer.start("--replicaof", "127.0.0.1 " + primary.port())) {
      await().atMost(PATIENCE).until(() -> hasReplica(primary));
      try (var sentinel = RedisServer.startSentinel(primary);
          var link =
              RedisLink.connect(
                  RedisSettings.of("redis-sentinel://127.0.0.1:" + sentinel.port() + "#tower"))) {
        await()
            .atMost(PATIENCE)
            .until(() -> !List.of().equals(sentinel.call("SENTINEL", "REPLICAS", "tower")));
        List<String> heard = new CopyOnWriteArrayList<>();
        confirmed(link.broker().subscribe("c", into(heard)));
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
        primary.kill();
        await().atMost(PATIENCE).until(() -> link.broker().reconnects() == 1);
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
        replica.call("PUBLISH", "c", "from the new primary");
        await().until(() -> heard.contains("from the new primary"));
        link.store().put("k", "v");
        assertThat(replica.call("GET", "k")).isEqualTo("v");
      }
    }
  }

  private static boolean hasReplica(RedisServer primary) {
    return primary.call("INFO", "replication") instanceof String info
        && info.contains("state=online");
  }

  @Test
  void aClusterCarriesMessagesAndKeepsKeysOnAllItsNodes() {
    var nodes = new ArrayList<RedisServer>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(clusterNode());
      }
      join(nodes);
      String url =
          "redis-cluster://127.0.0.1:" + nodes.get(0).port() + ",127.0.0.1:" + nodes.get(1).port();
      try (var link = RedisLink.connect(RedisSettings.of(url))) {
        List<String> heard = new CopyOnWriteArrayList<>();
        confirmed(link.broker().subscribe("c", into(heard)));
        nodes.get(2).call("PUBLISH", "c", "from another node");
        await().atMost(PATIENCE).until(() -> heard.contains("from another node"));
        for (int i = 0; i < 50; i++) {
          link.store().put("key" + i, "v" + i);
        }
        for (int i = 0; i < 50; i++) {
          assertThat(link.store().get("key" + i)).isEqualTo("v" + i);
        }
        List<String> keys = IntStream.range(0, 50).mapToObj(i -> "key" + i).toList();
        assertThat(link.store().getAll(keys)).hasSize(50).containsEntry("key49", "v49");
        List<String> sets = IntStream.range(0, 50).mapToObj(i -> "set" + i).toList();
        link.store().addScored(sets, 1, "m", 10, Duration.ofMinutes(1));
        assertThat(sets).allMatch(set -> link.store().countScoredAbove(set, 0) == 1);
        for (RedisServer node : nodes) {
          assertThat((Long) node.call("DBSIZE")).isPositive();
        }
        // Whichever answered first is the one that is subscribed at.
        RedisServer used =
            nodes.stream().filter(node -> node.subscribers("c") == 1).findFirst().orElseThrow();
        RedisServer other = nodes.stream().filter(node -> node != used).findFirst().orElseThrow();
        used.kill();
        await().atMost(PATIENCE).until(() -> link.broker().reconnects() == 1);
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
        other.call("PUBLISH", "c", "from another survivor");
        await().atMost(PATIENCE).until(() -> heard.contains("from another survivor"));
      }
    } finally {
      nodes.forEach(RedisServer::close);
    }
  }

  @Test
  void aNodeThatItsClusterHasForgottenIsLeft() {
    var nodes = new ArrayList<RedisServer>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(clusterNode());
      }
      join(nodes);
      // The others are found out.
      String url = "redis-cluster://127.0.0.1:" + nodes.get(0).port();
      try (var link =
          RedisLink.connect(
              RedisSettings.of(url).with(to -> to.probeInterval = Duration.ofMillis(200)))) {
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
        RedisServer forgotten =
            nodes.stream().filter(RedisTopologyIT::isPublishedAt).findFirst().orElseThrow();
        var others = nodes.stream().filter(node -> node != forgotten).toList();
        String id = String.valueOf(forgotten.call("CLUSTER", "MYID"));
        others.forEach(node -> node.call("CLUSTER", "FORGET", id));
        forgotten.call("CLUSTER", "RESET", "HARD");

        await().atMost(PATIENCE).until(() -> link.broker().reconnects() > 0);
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
        assertThat(isPublishedAt(forgotten)).isFalse();
      }
    } finally {
      nodes.forEach(RedisServer::close);
    }
  }

  private static boolean isPublishedAt(RedisServer node) {
    return String.valueOf(node.call("CLIENT", "LIST"))
        .lines()
        .anyMatch(client -> client.contains("cmd=publish"));
  }

  @Test
  void anAddressThatSaysNothingHoldsUpNoneThatAnswers() throws Exception {
    try (var silent = new ServerSocket(0);
        var primary = RedisServer.start();
        var sentinel = RedisServer.startSentinel(primary)) {
      String url =
          "redis-sentinel://127.0.0.1:%d,127.0.0.1:%d#tower"
              .formatted(silent.getLocalPort(), sentinel.port());
      // No attempt ends by itself before the test does.
      try (var link =
          RedisLink.connect(
              RedisSettings.of(url).with(to -> to.connectTimeout = PATIENCE.multipliedBy(2)))) {
        await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
      }
    }
  }

  private static RedisServer clusterNode() {
    return RedisServer.start(
        "--cluster-enabled", "yes",
        "--cluster-require-full-coverage", "no",
        "--cluster-port", Integer.toString(RedisServer.freePort()));
  }

  private static void join(List<RedisServer> nodes) {
    RedisServer first = nodes.getFirst();
    String busPort =
        first.call("CONFIG", "GET", "cluster-port") instanceof List<?> pair
            ? String.valueOf(pair.get(1))
            : "";
    for (int i = 0; i < nodes.size(); i++) {
      int from = 16_384 * i / nodes.size();
      int to = 16_384 * (i + 1) / nodes.size() - 1;
      nodes.get(i).call("CLUSTER", "ADDSLOTSRANGE", "" + from, "" + to);
      if (i > 0) {
        nodes.get(i).call("CLUSTER", "MEET", "127.0.0.1", "" + first.port(), busPort);
      }
    }
    await()
        .atMost(PATIENCE)
        .until(() ->
            nodes.stream()
                .map(node -> (String) node.call("CLUSTER", "INFO"))
                .allMatch(info ->
                    info.contains("cluster_state:ok")
                        && info.contains("cluster_slots_ok:16384")
                        && info.contains("cluster_known_nodes:3")));
  }

  @Test
  void tlsChecksTheServersCertificate(@TempDir Path folder) throws Exception {
    selfSigned(folder);
    int port = RedisServer.freePort();
    try (var server =
        RedisServer.startOn(
            port,
            "--port",
            "0",
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            folder.resolve("cert.pem").toString(),
            "--tls-key-file",
            folder.resolve("key.pem").toString(),
            "--tls-ca-cert-file",
            folder.resolve("cert.pem").toString(),
            "--tls-auth-clients",
            "no")) {
      var settings =
          RedisSettings.of("rediss://localhost:" + server.port())
              .with(to -> to.connectTimeout = Duration.ofSeconds(10));
      try (var trusting =
          RedisLink.connect(
              settings.with(to -> to.trustedCertificates = folder.resolve("cert.pem")))) {
        await().atMost(PATIENCE).until(() -> trusting.broker().state() == State.READY);
        trusting.store().put("k", "v");
        assertThat(trusting.store().get("k")).isEqualTo("v");
      }
      try (var careless =
          RedisLink.connect(settings.with(to -> to.verification = Verification.NONE))) {
        await().atMost(PATIENCE).until(() -> careless.broker().state() == State.READY);
      }
      try (var strict = RedisLink.connect(settings)) {
        assertThatThrownBy(() -> strict.store().get("k"))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("no link");
        assertThat(strict.broker().state()).isEqualTo(State.CONNECTING);
      }
    }
  }

  @Test
  void tlsShowsACertificateAndKnowsAPrivateAuthority(@TempDir Path folder) throws Exception {
    selfSigned(folder);
    String certificate = folder.resolve("cert.pem").toString();
    String key = folder.resolve("key.pem").toString();
    int port = RedisServer.freePort();
    try (var server =
        RedisServer.startOn(
            port,
            "--port",
            "0",
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            certificate,
            "--tls-key-file",
            key,
            "--tls-ca-cert-file",
            certificate,
            "--bind",
            "127.0.0.1 127.0.0.2")) {
      // The certificate is for localhost and 127.0.0.1, and not for the other address.
      String query = "?ssl_ca_certs=" + certificate;
      String shown = query + "&ssl_certfile=" + certificate + "&ssl_keyfile=" + key;
      assertThat(reads("rediss://localhost:" + server.port() + shown)).isTrue();
      assertThat(reads("rediss://localhost:" + server.port() + query)).isFalse();
      assertThat(reads("rediss://127.0.0.2:" + server.port() + shown)).isFalse();
      assertThat(reads("rediss://127.0.0.2:" + server.port() + shown + "&ssl_check_hostname=false"))
          .isTrue();
    }
  }

  private static boolean reads(String url) {
    var settings =
        RedisSettings.of(url)
            .with(to -> {
              to.connectTimeout = Duration.ofSeconds(10);
              to.commandTimeout = Duration.ofSeconds(6);
            });
    try (var link = RedisLink.connect(settings)) {
      var store = link.store();
      var broker = link.broker();
      try {
        // Waits for the link, which is tried again and again meanwhile.
        store.put("k", "v");
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("no link");
        return false;
      }
      await().atMost(PATIENCE).until(() -> broker.state() == State.READY);
      return true;
    }
  }

  @Test
  void aFileThatIsNoCertificateEndsTheStart(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "no certificate");
    for (Path unusable : List.of(file, folder.resolve("missing.pem"))) {
      var settings =
          RedisSettings.of("rediss://localhost").with(to -> to.trustedCertificates = unusable);
      assertThatThrownBy(() -> RedisLink.connect(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(unusable.getFileName().toString());
    }
  }

  /// Writes `cert.pem` and `key.pem` for localhost, made by the keytool of the JDK.
  private static void selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    pem(
        folder.resolve("key.pem"),
        "PRIVATE KEY",
        keys.getKey("redis", "changeit".toCharArray()).getEncoded());
    pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("redis").getEncoded());
  }

  private static void pem(Path file, String kind, byte[] encoded) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static Broker.Listener into(List<String> heard) {
    return (channel, message) -> heard.add(new String(message, UTF_8));
  }

  private static void confirmed(Broker.Subscription subscription) {
    subscription.confirmed().toCompletableFuture().orTimeout(20, SECONDS).join();
  }
}
