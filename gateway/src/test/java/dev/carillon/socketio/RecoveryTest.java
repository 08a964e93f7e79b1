package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.core.CloseReason;
import dev.carillon.socketio.SocketIoServer.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Connection state recovery, as the reference server does it and where it falls short.
class RecoveryTest {
  private static final Duration WINDOW = Duration.ofMinutes(2);
  private static final RecoverySettings SETTINGS =
      RecoverySettings.defaults().with(to -> to.window = WINDOW);

  /// An event as a client sees it: its text, and the offset behind it.
  private record Received(String event, String offset) {
    static Received of(String packet) {
      assertThat(packet).startsWith("42[\"");
      String[] parts = packet.split("\"", -1);
      return new Received(parts[1], parts[parts.length - 2]);
    }
  }

  private static String offsetOf(Peer peer, String event) {
    Received received = Received.of(peer.next());
    assertThat(received.event()).isEqualTo(event);
    return received.offset();
  }

  private static Peer enter(SocketIoServer server, String... rooms) {
    Peer peer = server.enter();
    assertThat(peer.pid).hasSize(20).isNotEqualTo(peer.sid);
    server.socket(peer.sid).join(rooms);
    return peer;
  }

  /// Cuts a client off and waits until the server knows.
  private static void lose(SocketIoServer server, Peer peer) {
    Socket socket = server.socket(peer.sid);
    peer.socket.reset();
    await().until(() -> !socket.connected());
  }

  private static Peer back(SocketIoServer server, String pid, String offset) {
    Peer peer = server.connect();
    String auth =
        offset.isEmpty()
            ? "{\"pid\":\"" + pid + "\"}"
            : "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
    return peer.send("40" + auth);
  }

  /// Reads events up to the packet that says it has entered, and checks that it was recovered.
  private static List<String> replayed(Peer peer, String sid, String pid) {
    List<String> events = eventsUntilWelcome(peer);
    assertThat(peer.sid).isEqualTo(sid);
    assertThat(peer.pid).isEqualTo(pid);
    return events;
  }

  private static List<String> eventsUntilWelcome(Peer peer) {
    var events = new ArrayList<String>();
    String packet = peer.next();
    while (packet.startsWith("42")) {
      events.add(Received.of(packet).event());
      packet = peer.next();
    }
    peer.welcome(packet);
    return events;
  }

  private static void assertFresh(Peer peer, String pid) {
    assertThat(eventsUntilWelcome(peer)).isEmpty();
    assertThat(peer.pid).isNotEqualTo(pid).hasSize(20);
  }

  @Test
  void whatWasMissedIsReplayedInOrderOnceBeforeTheWelcome() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      Socket socket = server.socket(first.sid);
      socket.data().put("user", 7);
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      lose(server, first);
      socket.emit("gone already");
      server.io.to("red", first.sid).emit("two");
      server.io.to("blue").emit("not for it");
      server.io.except("red").emit("nor this");
      server.io.emit("three");
      server.io.to(first.sid).emit("four");
      try (Peer again = back(server, first.pid, offset)) {
        List<String> events = replayed(again, first.sid, first.pid);
        assertThat(events).endsWith("two", "three", "four").doesNotHaveDuplicates();
        await().until(() -> server.sockets.size() == 2);
        Socket recovered = server.sockets.getLast();
        assertThat(recovered.recovered()).isTrue();
        assertThat(recovered.data()).containsEntry("user", 7);
        assertThat(get(recovered.rooms())).containsExactlyInAnyOrder(first.sid, "red");
        server.io.to("red").emit("five");
        assertThat(offsetOf(again, "five")).isNotEqualTo(offset);
      }
    }
  }

  @Test
  void whoGotNothingYetNeedsNoOffset() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer early = enter(server)) {
      server.io.emit("before");
      offsetOf(early, "before");
      try (Peer first = enter(server, "red")) {
        lose(server, first);
        server.io.to("red").emit("missed");
        try (Peer again = back(server, first.pid, "")) {
          assertThat(replayed(again, first.sid, first.pid)).containsExactly("missed");
        }
      }
    }
  }

  @Test
  void whoIdledWhileTheHistoryRolledOverHasMissedNothing() {
    try (var server = SocketIoServer.withRecovery(SETTINGS.with(to -> to.maxBytes = 5_000));
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      for (int i = 0; i < 200; i++) {
        server.io.to("blue").emit("for others");
      }
      first.sync();
      lose(server, first);
      server.io.to("red").emit("two");
      try (Peer again = back(server, first.pid, offset)) {
        assertThat(replayed(again, first.sid, first.pid)).containsExactly("two");
      }
    }
  }

  @Test
  void anOldConnectionThatIsHalfOpenGivesWay() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      server.io.to("red").emit("into the void");
      try (Peer again = back(server, first.pid, offset)) {
        assertThat(replayed(again, first.sid, first.pid)).containsExactly("into the void");
        server.io.to("red").emit("two");
        offsetOf(again, "two");
      }
    }
  }

  @Test
  void aClientMayComeBackAgainAndAgainAndNameAnOldOffsetWhenAReplayWasLost() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("zero");
      String offset = offsetOf(first, "zero");
      lose(server, first);
      var missed = new ArrayList<String>();
      for (int i = 1; i < 6; i++) {
        missed.add("e" + i);
        server.io.to("red").emit("e" + i);
        try (Peer again = back(server, first.pid, offset)) {
          assertThat(replayed(again, first.sid, first.pid)).isEqualTo(missed);
        }
      }
      try (Peer last = back(server, first.pid, offset)) {
        assertThat(replayed(last, first.sid, first.pid)).isEqualTo(missed);
        server.io.to("red").emit("live");
        String now = offsetOf(last, "live");
        try (Peer again = back(server, first.pid, now)) {
          assertThat(replayed(again, first.sid, first.pid)).isEmpty();
        }
      }
    }
  }

  @Test
  void volatileEventsCarryTheCurrentOffsetAndAreNotReplayed() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      first.sync();
      server.io.to("red").asVolatile().emit("v", "text");
      assertThat(Received.of(first.next())).isEqualTo(new Received("v", offset));
      lose(server, first);
      server.io.to("red").asVolatile().emit("v2");
      server.io.to("red").emit("two");
      try (Peer again = back(server, first.pid, offset)) {
        assertThat(replayed(again, first.sid, first.pid)).containsExactly("two");
      }
    }
  }

  @Test
  void questionsCarryNoOffset() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server)) {
      server.socket(first.sid).emitWithAck(Duration.ofSeconds(1), "ask", "x");
      assertThat(first.next()).isEqualTo("420[\"ask\",\"x\"]");
      server.io.main().all().emitWithAck(Duration.ofSeconds(1), "ask", "x");
      assertThat(first.next()).isEqualTo("421[\"ask\",\"x\"]");
    }
  }

  @Test
  void aGapMeansAFreshSession() {
    try (var server = SocketIoServer.withRecovery(SETTINGS.with(to -> to.maxBytes = 5_000));
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      lose(server, first);
      for (int i = 0; i < 200; i++) {
        server.io.to("red").emit("too much");
      }
      try (Peer again = back(server, first.pid, offset)) {
        assertFresh(again, first.pid);
        await().until(() -> server.sockets.size() == 2);
        assertThat(server.sockets.getLast().recovered()).isFalse();
        assertThat(get(server.sockets.getLast().rooms())).containsExactly(again.sid);
      }
    }
  }

  @Test
  void afterTheWindowTheSessionIsFresh() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red");
        Peer second = enter(server, "red")) {
      lose(server, first);
      lose(server, second);
      server.clock.advance(WINDOW);
      try (Peer again = back(server, first.pid, "")) {
        assertThat(replayed(again, first.sid, first.pid)).isEmpty();
      }
      server.clock.advance(Duration.ofMillis(1));
      try (Peer again = back(server, second.pid, "")) {
        assertFresh(again, second.pid);
      }
    }
  }

  @Test
  void offsetsOfOtherEpochsAndStrangeOnesMeanAFreshSession() {
    for (String offset : new String[] {"abc", "epoch.1", "-1", "."}) {
      try (var server = SocketIoServer.withRecovery(SETTINGS);
          Peer first = enter(server, "red")) {
        lose(server, first);
        try (Peer again = back(server, first.pid, offset)) {
          assertFresh(again, first.pid);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "{}", "[]", "true"})
  void anOffsetThatIsNoTextMeansAFreshSession(String offset) {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("had");
      offsetOf(first, "had");
      lose(server, first);
      try (Peer again = server.connect()) {
        again.send("40{\"pid\":\"" + first.pid + "\",\"offset\":" + offset + "}");
        assertFresh(again, first.pid);
      }
    }
  }

  @Test
  void theLongestAwayAreForgottenFirst() {
    try (var server = SocketIoServer.withRecovery(SETTINGS.with(to -> to.maxSessions = 1));
        Peer first = enter(server);
        Peer second = enter(server)) {
      lose(server, first);
      lose(server, second);
      try (Peer again = back(server, first.pid, "")) {
        assertFresh(again, first.pid);
      }
    }
    try (var server = SocketIoServer.withRecovery(SETTINGS.with(to -> to.maxSessions = 1));
        Peer first = enter(server);
        Peer second = enter(server)) {
      lose(server, first);
      lose(server, second);
      try (Peer again = back(server, second.pid, "")) {
        assertThat(replayed(again, second.sid, second.pid)).isEmpty();
      }
    }
  }

  @Test
  void middlewaresAreAskedBeforeAnythingIsReplayedAndRefusingKeepsTheSession() {
    try (var server = SocketIoServer.withRecovery(SETTINGS)) {
      var refusing = new AtomicBoolean();
      var leaving = new AtomicBoolean();
      server.io.use(socket -> {
        if (refusing.get()) {
          throw new ConnectionRefused("expired");
        }
        if (leaving.get()) {
          socket.leave("secret");
        }
      });
      try (Peer first = enter(server, "red", "secret")) {
        server.io.to("red").emit("one");
        String offset = offsetOf(first, "one");
        lose(server, first);
        server.io.to("red").emit("two");
        server.io.to("secret").emit("secret");
        refusing.set(true);
        try (Peer refused = back(server, first.pid, offset)) {
          assertThat(refused.next()).isEqualTo("44{\"message\":\"expired\"}");
        }
        refusing.set(false);
        leaving.set(true);
        try (Peer again = back(server, first.pid, offset)) {
          assertThat(replayed(again, first.sid, first.pid)).containsExactly("two");
          server.io.to("secret").emit("secret");
          server.io.to("red").emit("three");
          offsetOf(again, "three");
        }
      }
    }
  }

  @Test
  void aSessionThatWasPutBackIsStillTooOldAfterItsTime() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server);
        Peer second = enter(server)) {
      var refusing = new AtomicBoolean(true);
      lose(server, first);
      server.clock.advance(Duration.ofMinutes(1));
      lose(server, second);
      server.io.use(socket -> {
        if (refusing.get()) {
          throw new ConnectionRefused("no");
        }
      });
      try (Peer refused = back(server, first.pid, "")) {
        assertThat(refused.next()).startsWith("44");
      }
      refusing.set(false);
      server.clock.advance(Duration.ofMinutes(1).plusMillis(1));
      try (Peer again = back(server, first.pid, "")) {
        assertFresh(again, first.pid);
      }
    }
  }

  @Test
  void ofTwoThatComeWithTheSameSecretAtOnceExactlyOneIsIt() throws InterruptedException {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.to("red").emit("one");
      String offset = offsetOf(first, "one");
      lose(server, first);
      server.io.to("red").emit("two");
      var goOn = new CountDownLatch(1);
      server.io.use(socket -> goOn.await(10, TimeUnit.SECONDS));
      var both = List.of(back(server, first.pid, offset), back(server, first.pid, offset));
      await().until(() -> server.gateway.connections() == 2);
      goOn.countDown();
      // Whoever was not in time for the session is fresh; whoever took it over is alone with it.
      await().until(() -> server.sockets.size() == 3);
      await()
          .until(() ->
              server.io.main().sockets().stream()
                      .filter(socket -> socket.id().equals(first.sid))
                      .count()
                  == 1);
      assertThat(
              server.sockets.stream().skip(1).filter(Socket::recovered).filter(Socket::connected))
          .hasSize(1);
      both.forEach(Peer::close);
    }
  }

  @Test
  void whoeverLeftOrBrokeTheProtocolIsNotRecovered() {
    for (String end : new String[] {"41", "4x", "x"}) {
      try (var server = SocketIoServer.withRecovery(SETTINGS);
          Peer first = enter(server, "red")) {
        first.send(end);
        Socket socket = server.socket(first.sid);
        await().until(() -> !socket.connected());
        try (Peer again = back(server, first.pid, "")) {
          assertFresh(again, first.pid);
        }
      }
    }
  }

  @Test
  void whoWasSentOutOfTheNamespaceIsNotRecovered() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.socket(first.sid).disconnect(false);
      assertThat(first.next()).isEqualTo("41");
      try (Peer again = back(server, first.pid, "")) {
        assertFresh(again, first.pid);
      }
    }
  }

  @Test
  void whoseConnectionTheServerEndsMayComeBack() {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.socket(first.sid).client().connection().close(CloseReason.SHUTDOWN);
      assertThat(first.isClosed()).isTrue();
      server.io.to("red").emit("missed");
      try (Peer again = back(server, first.pid, "")) {
        assertThat(replayed(again, first.sid, first.pid)).containsExactly("missed");
      }
    }
  }

  @Test
  void middlewaresAreSkippedWhereThatIsWanted() {
    try (var server = SocketIoServer.withRecovery(SETTINGS.with(to -> to.skipMiddlewares = true));
        Peer first = enter(server, "red")) {
      server.io.use(socket -> {
        throw new ConnectionRefused("no");
      });
      lose(server, first);
      try (Peer again = back(server, first.pid, "")) {
        assertThat(replayed(again, first.sid, first.pid)).isEmpty();
      }
    }
  }

  @Test
  void nothingIsLostOrDoubledHoweverOftenTheConnectionIsCutWhileMessagesFlow()
      throws InterruptedException {
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      var stop = new AtomicBoolean();
      var sent = new java.util.concurrent.atomic.AtomicInteger();
      Thread publisher =
          Thread.startVirtualThread(() -> {
            while (!stop.get()) {
              server.io.to("red").emit("n" + sent.getAndIncrement());
              if (sent.get() % 50 == 0) {
                Thread.yield();
              }
              java.util.concurrent.locks.LockSupport.parkNanos(20_000);
            }
          });
      var heard = new ArrayList<String>();
      String offset = "";
      Peer peer = first;
      String sid = first.sid;
      String pid = first.pid;
      for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 25; i++) {
          Received received = Received.of(peer.next());
          heard.add(received.event());
          offset = received.offset();
        }
        peer.socket.reset();
        peer = back(server, pid, offset);
        String packet = peer.next();
        while (packet.startsWith("42")) {
          Received received = Received.of(packet);
          heard.add(received.event());
          offset = received.offset();
          packet = peer.next();
        }
        peer.welcome(packet);
        assertThat(peer.sid).as("round %s", round).isEqualTo(sid);
      }
      stop.set(true);
      publisher.join();
      peer.close();
      for (int i = 0; i < heard.size(); i++) {
        assertThat(heard.get(i)).isEqualTo("n" + (i + numberOf(heard.getFirst())));
      }
    }
  }

  private static int numberOf(String event) {
    return Integer.parseInt(event.substring(1));
  }

  @Test
  void theSecretIsInNoLog() {
    var logger = (Logger) LoggerFactory.getLogger("dev.carillon");
    var appender = new ListAppender<ILoggingEvent>();
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    try (var server = SocketIoServer.withRecovery(SETTINGS);
        Peer first = enter(server, "red")) {
      server.io.use(socket -> {
        throw new IllegalStateException("on purpose");
      });
      lose(server, first);
      try (Peer again = back(server, first.pid, "")) {
        assertThat(again.next()).startsWith("44");
        again.send("40{\"pid\":\"" + first.pid + "\"").next();
      }
      assertThat(appender.list)
          .isNotEmpty()
          .noneMatch(event -> event.getFormattedMessage().contains(first.pid))
          .noneMatch(event ->
              event.getThrowableProxy() != null
                  && String.valueOf(event.getThrowableProxy().getMessage()).contains(first.pid));
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(null);
      logger.setAdditive(true);
    }
  }
}
