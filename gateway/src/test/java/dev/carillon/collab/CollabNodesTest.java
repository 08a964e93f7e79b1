package dev.carillon.collab;

import static dev.carillon.collab.Editor.HI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.Broker;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One document on two nodes, one of which reaches Redis through something that can be cut.
@SuppressWarnings("NullAway.Init") // set before each test
final class CollabNodesTest {
  private static final String HI_UPDATE = "016400020c" + HI;
  private static final String HI_STEP_2 = "016400010c" + HI;
  private static final String SAVED = "01640801";

  private static RedisServer redis;
  private FaultyProxy proxy;
  private final UnsteadyStorage storage = new UnsteadyStorage();
  private final UnsteadyStorage otherStorage = new UnsteadyStorage();
  private CollabApp app;
  private CollabApp other;
  private Gateway here;
  private Gateway there;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void start() {
    proxy = FaultyProxy.to(redis.port());
    app = app(storage);
    other = app(otherStorage);
    here = Gateway.builder().lanes(1).redis(redis.url()).app(app).start();
    there =
        Gateway.builder().lanes(1).redis("redis://127.0.0.1:" + proxy.port()).app(other).start();
  }

  private static CollabApp app(UnsteadyStorage storage) {
    return new CollabApp(
        CollabApp.ANYWHERE, DocumentSettings.defaults(), storage, DocumentHooks.OPEN);
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
    proxy.close();
  }

  private Editor connect(Gateway node, CollabApp its) {
    return new Editor(node.port(Objects.requireNonNull(its.endpoint))).enter();
  }

  private String text(CollabApp its) {
    var text = new AtomicReference<>("");
    Objects.requireNonNull(its.documents).read("d", doc -> text.set(doc.text("t").toString()));
    return Objects.requireNonNull(text.get());
  }

  @Test
  void whatIsDoneOnOneNodeIsSeenOnTheOther() {
    try (Editor one = connect(here, app);
        Editor two = connect(there, other)) {
      assertThat(two.ask()).isEqualTo("01640001020000");
      one.say(HI_UPDATE);
      assertThat(one.hear()).isEqualTo(HI_UPDATE);
      assertThat(one.hear()).isEqualTo(SAVED);
      assertThat(two.hear()).isEqualTo(HI_UPDATE);

      two.say("01 64 01 06 01 07 01 02 7b7d");
      assertThat(two.hear()).isEqualTo("01640106010701027b7d");
      assertThat(one.hear()).isEqualTo("01640106010701027b7d");
    }
  }

  @Test
  void whoeverOpensItLaterGetsWhatOnlyTheOtherHas() throws IOException {
    try (Editor one = connect(here, app).say(HI_UPDATE).say("01 64 01 06 01 07 01 02 7b7d")) {
      assertThat(one.ask()).isEqualTo(HI_STEP_2);
      try (Editor two = connect(there, other)) {
        await().until(() -> text(other).equals("hi"));
        String frame = two.hear();
        while (!frame.equals("01640106010701027b7d")) {
          frame = two.hear();
        }
      }
      assertThat(storage.load("d").updates()).as("not stored yet by its author's node").isEmpty();
    }
    await().until(() -> otherStorage.load("d").updates().size() == 1);
  }

  @Test
  void whoGoesOnOneNodeIsGoneOnTheOther() {
    try (Editor two = connect(there, other)) {
      try (Editor one = connect(here, app)) {
        one.say("01 64 01 06 01 07 01 02 7b7d");
        assertThat(two.hear()).isEqualTo("01640106010701027b7d");
      }
      assertThat(two.hear()).isEqualTo("01640108010701046e756c6c");
    }
  }

  @Test
  void aCursorThatItsOwnerTakesAwayIsGoneOnTheOther() {
    try (Editor one = connect(here, app);
        Editor two = connect(there, other)) {
      one.say("01 64 01 06 01 07 01 02 7b7d");
      assertThat(two.hear()).isEqualTo("01640106010701027b7d");
      one.say("01 64 01 08 01 07 02 04 6e756c6c");
      assertThat(two.hear()).isEqualTo("01640108010702046e756c6c");
    }
  }

  @Test
  void whatOthersHaveNotStoredIsStoredAsSoonAsThatWorks() throws IOException {
    try (Editor one = connect(here, app).say(HI_UPDATE)) {
      assertThat(one.ask()).isEqualTo(HI_STEP_2);
      try (Editor two = connect(there, other)) {
        await().until(() -> text(other).equals("hi"));
        assertThat(two.ask()).isEqualTo(HI_STEP_2);
        otherStorage.failing = true;
      }
      await().until(() -> Objects.requireNonNull(other.documents).storeFailures() > 0);
      assertThat(text(other)).as("still in memory").isEqualTo("hi");
      otherStorage.failing = false;
      await().until(() -> otherStorage.load("d").updates().size() == 1);
      assertThat(storage.load("d").updates()).isEmpty();
    }
  }

  @Test
  void whatPassedWhileTheLinkWasCutIsMadeUpForInBothDirections() {
    try (Editor one = connect(here, app);
        Editor two = connect(there, other)) {
      assertThat(two.ask()).isEqualTo("01640001020000");
      proxy.cut();
      await().until(() -> there.broker().state() != Broker.State.READY);
      one.say(HI_UPDATE);
      assertThat(one.ask()).isEqualTo(HI_STEP_2);
      Objects.requireNonNull(other.documents).edit("d", doc -> doc.text("t").insert(0, "B"));
      assertThat(text(other)).isEqualTo("B");
      proxy.resume();

      await().until(() -> text(app).length() == 3 && text(app).equals(text(other)));
    }
  }
}
