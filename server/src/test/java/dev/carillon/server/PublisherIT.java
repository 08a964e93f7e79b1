package dev.carillon.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.publisher.HttpPublisher;
import dev.carillon.publisher.HttpPublisherSettings;
import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.OnLoss;
import dev.carillon.publisher.PublishException;
import dev.carillon.publisher.PublishException.Reason;
import dev.carillon.publisher.Publisher;
import dev.carillon.publisher.PublisherSettings;
import dev.carillon.publisher.RedisPublisher;
import dev.carillon.publisher.UpstashPublisher;
import dev.carillon.publisher.curia.BoardEvents;
import dev.carillon.publisher.curia.BoardRecord;
import dev.carillon.publisher.curia.ForumPublisher;
import dev.carillon.publisher.curia.ForumRecords;
import dev.carillon.publisher.curia.Origin;
import dev.carillon.publisher.curia.Person;
import dev.carillon.publisher.curia.Post;
import dev.carillon.publisher.curia.PostEvents;
import dev.carillon.publisher.eclipse.ChatPublisher;
import dev.carillon.publisher.eclipse.ChatTokens;
import dev.carillon.publisher.loomio.Audience;
import dev.carillon.publisher.loomio.ChannelTokens;
import dev.carillon.publisher.loomio.EditingCallback;
import dev.carillon.publisher.loomio.EditingHandler;
import dev.carillon.publisher.loomio.LoomioPublisher;
import dev.carillon.publisher.loomio.Serializers;
import dev.carillon.publisher.toggo.TopicRegistry;
import dev.carillon.publisher.toggo.TripPublisher;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.SioClient;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RedisServer;
import dev.carillon.yjs.lib0.Encoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole way: from a backend, over a real Redis or the ops port, to the clients of all four apps.
class PublisherIT {
  private static final String SECRET = "a secret that only tests know, and nobody else";

  private static final String JOIN = "42[\"joinBoard\",12]";
  private static final String JOINED = "42[\"boardJoined\",{\"boardId\":12}]";
  private static final String REVOKED =
      "42[\"boardAccessRevoked\",{\"boardId\":12,\"reason\":\"permissions\"}]";

  /// Long enough for a queue to be full.
  private static final Duration OUTAGE = Duration.ofMillis(1_200);

  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer redis;
  private Server server;

  @SuppressWarnings("NullAway.Init")
  PublisherIT() {}

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    open.add(redis);
    var callback =
        new EditingCallback(
            userId -> userId == 123 ? "abc-def" : null,
            (userId, type, recordId) -> recordId == 456);
    var loomio = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    loomio.createContext("/api/hocuspocus", new EditingHandler(callback));
    loomio.start();
    open.add(() -> loomio.stop(0));
    String url = "http://127.0.0.1:" + loomio.getAddress().getPort() + "/api/hocuspocus";
    var settings =
        Map.ofEntries(
            entry("redis.url", redis.url()),
            entry("ops.port", "0"),
            entry("ops.key", "key"),
            entry("stop.drain", "0s"),
            entry("apps.loomio.records.port", "0"),
            entry("apps.loomio.editing.port", "0"),
            entry("apps.loomio.editing.auth-url", url),
            entry("apps.loomio.bots.enabled", "false"),
            entry("apps.toggo.port", "0"),
            entry("apps.eclipse.port", "0"),
            entry("apps.eclipse.jwt-secret", SECRET),
            entry("apps.eclipse.api-secret", "secret"),
            entry("apps.curia.port", "0"),
            entry("apps.curia.jwt-secret", SECRET));
    var apps = List.of("loomio", "toggo", "eclipse", "curia");
    var config =
        ServerConfig.read(AppTypes.onClassPath(), new ConfigInput(apps, null, settings, Map.of()));
    server = Server.start(config, GatewayNode::start);
    open.add(server);
    await().until(() -> server.broker().state() == Broker.State.READY);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void aBackendOnRedisIsHeardByItsClients() {
    RedisPublisher publisher = onRedis(PublisherSettings.defaults());

    done(
        new ChannelTokens(publisher, ChannelTokens.DEFAULT_EXPIRY)
            .put("ann", 5, "Ann", List.of(7L)));
    SioClient member = sio("loomio", "channel_token=ann", "40");
    hearsLoomio(publisher, member);

    hearsToggo(publisher);
    hearsEclipse(publisher);
  }

  @Test
  void whoMayReadABoardIsWhomTheBackendLets() {
    RedisPublisher publisher = onRedis(PublisherSettings.defaults());
    BoardRecord board = BoardRecord.publicBoard(12, "c-9", "General");
    var records = new ForumRecords(publisher);
    done(records.put(board));
    SioClient member = visitor("u-1", "c-9").send(JOIN);
    await().until(() -> member.packets().contains(JOINED));
    hearsCuria(publisher, member);

    SioClient partner = visitor("u-3", "c-2").send(JOIN);
    await()
        .until(() ->
            partner
                .packets()
                .contains("42[\"error\",{\"message\":\"Access denied: board not accessible\"}]"));
    var imported = new JsonObject().put("id", 3).put("source_board_id", 12);
    done(records.put(board.into(List.of("c-2")), BoardEvents.imported(12, imported, "u-3", "c-2")));
    await()
        .until(
            () -> partner.packets().stream().anyMatch(packet -> packet.contains("boardImported")));
    partner.send(JOIN);
    await().until(() -> partner.packets().contains(JOINED));
    var undone = new BoardEvents.Import(3, 12, "General", "c-9", "Nine");
    done(records.put(board, BoardEvents.importUndone(undone, "u-3", "c-2")));
    await().until(() -> partner.packets().contains(REVOKED));

    done(records.change(board.allow(List.of("role-a"))));
    await().until(() -> member.packets().contains(REVOKED));
  }

  @Test
  void aBackendWithoutRedisIsHeardJustAsWell() {
    String ops = "http://127.0.0.1:" + server.opsAddress().getPort();
    HttpPublisher http = HttpPublisher.to(HttpPublisherSettings.of(ops, "key"));
    open.add(http);
    UpstashPublisher upstash = UpstashPublisher.to(HttpPublisherSettings.of(ops, "key"));
    open.add(upstash);

    hearsToggo(server.broker()::publish);
    hearsToggo(http);
    hearsEclipse(upstash);

    // What an app cannot read is refused, and keeps no other back.
    var bad = http.publish("curia:events", "{}".getBytes(UTF_8));
    var good = http.publish("trip:t1", "{}".getBytes(UTF_8));
    done(good);
    assertThat(bad.toCompletableFuture()).isCompletedExceptionally();
    var refused = upstash.publish("curia:events", "{}".getBytes(UTF_8));
    done(upstash.publish("trip:t1", "{}".getBytes(UTF_8)));
    assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    HttpPublisher stranger = HttpPublisher.to(HttpPublisherSettings.of(ops, "other"));
    open.add(stranger);
    assertThat(reason(stranger.publish("trip:t1", "{}".getBytes(UTF_8)))).isEqualTo(Reason.REFUSED);
  }

  @Test
  void theEditingCallbackSaysWhoMayEdit() {
    try (RawSocket editor = RawSocket.connect(address("loomio-editing").getPort())) {
      assertThat(editor.upgrade("/").status()).isEqualTo(101);
      assertThat(answer(editor, "comment-456-body", "123,abc-def")).endsWith("read-write");
      assertThat(answer(editor, "comment-457-body", "123,abc-def")).endsWith("permission-denied");
      assertThat(answer(editor, "comment-456-title", "123,abc")).endsWith("permission-denied");
      assertThat(answer(editor, "comment-new-t-1-body", "0,t-1")).endsWith("read-write");
    }
  }

  @Test
  void aTimeWithoutRedisCostsNoMoreThanWhatIsSaid() {
    int most = 1_000;
    PublisherSettings settings = PublisherSettings.defaults().withCapacity(most, 1 << 20);
    RedisPublisher once = onRedis(settings);
    RedisPublisher patient = onRedis(settings.on(OnLoss.RETRY).withTimeout(Duration.ofSeconds(20)));
    Set<Reason> failedOnce = ConcurrentHashMap.newKeySet();
    Set<Reason> failedPatiently = ConcurrentHashMap.newKeySet();
    var longestQueue = new AtomicLong();
    var slowest = new AtomicLong();
    byte[] event = "{\"topic\":\"trip.updated\",\"data\":null}".getBytes(UTF_8);
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    open.add(scheduler::shutdownNow);
    redis.stop();

    scheduler.scheduleAtFixedRate(
        () -> {
          long before = System.nanoTime();
          note(failedOnce, once.publish("trip:t9", event));
          note(failedPatiently, patient.publish("trip:t9", event));
          slowest.accumulateAndGet(System.nanoTime() - before, Math::max);
          longestQueue.accumulateAndGet(patient.waiting(), Math::max);
        },
        0,
        1,
        TimeUnit.MILLISECONDS);
    await()
        .pollDelay(OUTAGE)
        .untilAsserted(() -> assertThat(failedPatiently).contains(Reason.FULL));
    redis.restart();
    await().until(() -> patient.waiting() < 100 && once.isLinked());
    scheduler.shutdownNow();
    await().until(() -> patient.waiting() == 0 && once.waiting() == 0);

    assertThat(failedOnce).isSubsetOf(Reason.UNAVAILABLE, Reason.LOST).isNotEmpty();
    assertThat(failedPatiently).containsExactly(Reason.FULL);
    assertThat(patient.counters().failed()).isZero();
    assertThat(longestQueue.get()).isBetween(500L, (long) most);
    assertThat(slowest.get()).as("nobody waits").isLessThan(TimeUnit.SECONDS.toNanos(1));
    await().until(() -> server.broker().state() == Broker.State.READY);
    hearsToggo(patient);
  }

  private static void note(Set<Reason> reasons, CompletionStage<Void> stage) {
    stage.whenComplete((done, failure) -> {
      if (failure instanceof PublishException told) {
        reasons.add(told.reason());
      }
    });
  }

  private void hearsLoomio(Publisher publisher, SioClient member) {
    var loomio = new LoomioPublisher(publisher, new Serializers());
    done(
        loomio.publish(
            Map.of("comments", List.of(new JsonObject().put("id", 1).put("body", "\u00fc"))),
            Audience.group(7)));
    done(loomio.publishNotice("2.24.0", "Hello", true));
    await()
        .untilAsserted(() ->
            assertThat(member.events())
                .containsExactly(
                    "42[\"records\",{\"room\":\"group-7\",\"records\":{\"comments\":"
                        + "[{\"id\":1,\"body\":\"\u00fc\"}]}}]",
                    "42[\"notice\",{\"version\":\"2.24.0\",\"notice\":\"Hello\",\"reload\":true}]"));
  }

  private void hearsToggo(Publisher publisher) {
    try (RawSocket client = RawSocket.connect(address("toggo").getPort())) {
      client.upgrade("/ws");
      client
          .sendText("{\"type\":\"subscribe\",\"trip_id\":\"t1\"}")
          .sendText("{\"type\":\"ping\"}");
      assertThat(client.readFrame().text()).contains("pong");
      done(new TripPublisher(publisher, TopicRegistry.ofToggo()).membershipAdded("t1", "u1"));
      assertThat(client.readFrame().text())
          .startsWith("{\"type\":\"events\",\"events\":[{\"id\":\"")
          .contains(
              "\"topic\":\"membership.added\",\"trip_id\":\"t1\",\"entity_id\":\"u1\","
                  + "\"actor_id\":\"u1\",\"data\":null,\"timestamp\":\"");
    }
  }

  private void hearsEclipse(Publisher publisher) {
    String token = new ChatTokens(SECRET, java.time.Clock.systemUTC()).mint("u1", "c1");
    try (RawSocket client = RawSocket.connect(address("eclipse").getPort())) {
      client.upgrade("/?token=" + token);
      assertThat(client.readFrame().text()).contains("connected");
      var chats = new ChatPublisher(publisher, java.time.Clock.systemUTC());
      done(chats.agentJoined("c1", "u2", "Sam"));
      assertThat(client.readFrame().text())
          .startsWith(
              "{\"type\":\"agent_joined\",\"data\":{\"agentId\":\"u2\",\"agentName\":\"Sam\",");
    }
  }

  private void hearsCuria(Publisher publisher, SioClient visitor) {
    var post = new Post(34, "T", 12, "General");
    var event =
        PostEvents.voteUpdate(
            post, 5, new Person("u-2", "Ben", null), new Origin("c-9", null, null));
    done(new ForumPublisher(publisher).publish(event));
    await()
        .until(() ->
            visitor.packets().stream()
                .anyMatch(packet ->
                    packet.startsWith("42[\"voteUpdate\",{\"postId\":34,\"newCount\":5,")));
  }

  private SioClient visitor(String user, String community) {
    String token =
        new JwtSigner(SECRET.getBytes(UTF_8), Clock.system())
            .sign(Map.of("sub", user, "name", user, "cid", community), Duration.ofHours(1));
    return sio("curia", "", "40{\"token\":\"" + token + "\"}");
  }

  private static String answer(RawSocket editor, String document, String token) {
    var frame = new Encoder();
    frame.writeString(document);
    frame.writeUint8(2);
    frame.writeUint8(0);
    frame.writeString(token);
    editor.sendBinary(frame.toByteArray());
    return editor.readFrame().text();
  }

  private SioClient sio(String app, String query, String connect) {
    var client = new SioClient(address(app).getPort(), query);
    open.add(client);
    client.send(connect).connected();
    return client;
  }

  private RedisPublisher onRedis(PublisherSettings settings) {
    RedisPublisher publisher = RedisPublisher.connect(redis.url(), settings);
    open.add(publisher);
    done(publisher.ready());
    return publisher;
  }

  private URI address(String app) {
    return server.addresses().stream()
        .filter(address -> address.endpoint().equals(app))
        .map(address -> address.uri())
        .findFirst()
        .orElseThrow(() -> new AssertionError(server.addresses().toString()));
  }

  private static void done(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Reason reason(CompletionStage<Void> stage) {
    Throwable failure =
        stage
            .toCompletableFuture()
            .handle((done, thrown) -> thrown)
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    assertThat(failure).isInstanceOf(PublishException.class);
    return ((PublishException) failure).reason();
  }
}
