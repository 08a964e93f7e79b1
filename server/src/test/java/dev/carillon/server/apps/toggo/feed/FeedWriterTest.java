package dev.carillon.server.apps.toggo.feed;

import static dev.carillon.server.apps.toggo.feed.Happened.ANN;
import static dev.carillon.server.apps.toggo.feed.Happened.BEN;
import static dev.carillon.server.apps.toggo.feed.Happened.comment;
import static dev.carillon.server.apps.toggo.feed.Happened.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Instruments;
import dev.carillon.server.apps.toggo.members.FakeBackend;
import dev.carillon.server.apps.toggo.members.Members;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.support.FakeStore;
import dev.carillon.server.support.LogCapture;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the writer does when the backend or the store is slow, down, or answers rubbish.
class FeedWriterTest {
  private final FakeClock clock = new FakeClock();
  private final FakeStore store = new FakeStore(clock);
  private final FakeBackend backend = new FakeBackend();
  private final LogCapture logged = new LogCapture("dev.carillon.server.apps.toggo.feed");

  @AfterEach
  void close() {
    logged.close();
    backend.close();
  }

  @Test
  void aBackendThatIsDownForAWhileDelaysTheFeed() {
    backend.answer(503, "{\"secret\":1}");
    try (FeedWriter writer = writer(Happened.hasty())) {
      writer.accept(comment("e1", ANN, clock.now()));
      await().until(() -> backend.requests.size() >= 3);
      backend.answer(200, "[\"" + ANN + "\",\"" + BEN + "\"]");

      await().until(() -> writer.counts().written() == 1);
      assertThat(entries(BEN)).containsExactly("e1");
      assertThat(entries(ANN)).isEmpty();
    }
  }

  @Test
  void whatStaysBrokenIsGivenUpCountedAndLoggedWithoutItsContent() {
    try (FeedWriter writer = writer(Happened.hasty(10, 2, 1 << 20, 3))) {
      backend.answer(500, "{\"secret\":1}");
      writer.accept(comment("e1", ANN, clock.now()));
      await().until(() -> writer.counts().failed() == 1);
      assertThat(backend.requests).hasSize(3);
      clock.advance(Duration.ofSeconds(11));

      backend.answer(200, "{\"secret\":1}");
      writer.accept(comment("e2", ANN, clock.now()));
      await().until(() -> writer.counts().failed() == 2);
      assertThat(backend.requests).hasSize(4);

      assertThat(writer.counts().pendingBytes()).isZero();
      assertThat(store.keys()).isEmpty();
      assertThat(logged.lines())
          .containsExactly(
              "WARN not in the feed app=toggo trip=t1 topic=comment.created reason=http-500 also=0",
              "WARN not in the feed app=toggo trip=t1 topic=comment.created reason=answer-not-an-array also=0");
    }
  }

  @Test
  void aSlowBackendHoldsUpItsOwnTripsOnly() {
    backend.answer(path ->
        path.contains("slow")
            ? new FakeBackend.Answer(0, "")
            : new FakeBackend.Answer(200, "[\"" + BEN + "\"]"));
    try (FeedWriter writer = writer(Happened.hasty(10, 2, 1 << 20, 2))) {
      writer.accept(event("s1", "comment.created", "slow", ANN, clock.now()));
      for (int i = 0; i < 50; i++) {
        writer.accept(comment("e" + i, ANN, clock.now()));
      }

      await().until(() -> writer.counts().written() == 50);
      await().until(() -> writer.counts().failed() == 1);
    }
  }

  @Test
  void whatThereIsNoRoomForIsDroppedAndCounted() {
    var blocked = new CountDownLatch(1);
    Members waiting =
        trip -> {
          awaitUninterruptibly(blocked);
          return List.of(BEN);
        };
    int room = 10 * (2048 + comment("e0", ANN, clock.now()).json().length);
    try (var writer =
        new FeedWriter(Happened.hasty(100, 2, room, 3), waiting, store, clock, Instruments.NONE)) {
      for (int i = 0; i < 10; i++) {
        writer.accept(comment("e" + i, ANN, clock.now()));
      }
      for (int i = 0; i < 20; i++) {
        writer.accept(comment("x" + i, ANN, clock.now()));
      }
      assertThat(writer.counts().dropped()).isEqualTo(20);
      assertThat(logged.text())
          .isEqualTo(
              "WARN not in the feed app=toggo trip=t1 topic=comment.created reason=no-room also=0");

      blocked.countDown();
      await().until(() -> writer.counts().written() == 10);
      await().until(() -> writer.counts().pendingBytes() == 0);
      assertThat(entries(BEN)).hasSize(10).doesNotContain("x0");
    }
  }

  @Test
  void aStoreThatIsDownForAWhileDelaysTheFeed() {
    backend.answer(200, "[\"" + BEN + "\"]");
    store.down(true);
    try (FeedWriter writer = writer(Happened.hasty())) {
      writer.accept(comment("e1", ANN, clock.now()));
      await().during(Duration.ofMillis(50)).until(() -> writer.counts().written() == 0);
      store.down(false);

      await().until(() -> writer.counts().written() == 1);
      assertThat(entries(BEN)).containsExactly("e1");
    }
  }

  @Test
  void aStoreThatRefusesIsNamedByItsReason() {
    backend.answer(200, "[\"" + BEN + "\"]");
    store.refuse("oom");
    var givenUp = new CopyOnWriteArrayList<String>();
    Instruments counting =
        new Instruments() {
          @Override
          public void givenUp(String endpoint, String what, String reason) {
            givenUp.add(endpoint + " " + what + " " + reason);
          }
        };
    try (var writer =
        new FeedWriter(
            Happened.hasty(10, 2, 1 << 20, 2), trip -> List.of(BEN), store, clock, counting)) {
      writer.accept(comment("e1", ANN, clock.now()));
      await().until(() -> writer.counts().failed() == 1);
    }
    assertThat(givenUp).containsExactly("toggo feed-entry store-oom");
    assertThat(logged.text()).contains("reason=store-oom");
  }

  @Test
  void aTripWithoutOtherMembersCostsNothing() {
    backend.answer(200, "[\"" + ANN + "\"]");
    try (FeedWriter writer = writer(Happened.hasty())) {
      writer.accept(comment("e1", ANN, clock.now()));

      await().until(() -> writer.counts().written() == 1);
      assertThat(store.keys()).containsExactly("carillon:feed:e1");
    }
  }

  @Test
  void aChangeOfMembersCountsAtOnce() {
    backend.answer(200, "[\"" + ANN + "\"]");
    try (FeedWriter writer = writer(Happened.hasty())) {
      writer.accept(comment("e1", ANN, clock.now()));
      await().until(() -> writer.counts().written() == 1);
      backend.answer(200, "[\"" + ANN + "\",\"" + BEN + "\"]");
      writer.accept(event("m1", "membership.updated", "t1", BEN, clock.now()));
      writer.accept(comment("e2", ANN, clock.now()));

      await().until(() -> writer.counts().written() == 2);
      assertThat(entries(BEN)).containsExactly("e2");
    }
  }

  @Test
  void aStopWaitsForWhatIsBeingWrittenAndTakesNothingMore() {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    Members slow =
        trip -> {
          asked.countDown();
          awaitUninterruptibly(answer);
          return List.of(BEN);
        };
    var writer = new FeedWriter(Happened.hasty(), slow, store, clock, Instruments.NONE);
    writer.accept(comment("e1", ANN, clock.now()));
    awaitUninterruptibly(asked);
    Thread closing = Thread.ofVirtual().start(writer::close);
    await()
        .until(() -> {
          writer.accept(comment("late", ANN, clock.now()));
          return closing.getState() == Thread.State.TIMED_WAITING;
        });
    long taken = writer.counts().pendingBytes();
    writer.accept(comment("later", ANN, clock.now()));
    assertThat(writer.counts().pendingBytes()).isEqualTo(taken);
    answer.countDown();

    await().until(() -> !closing.isAlive());
    assertThat(entries(BEN)).contains("e1").doesNotContain("later");
    writer.close();
  }

  private List<String> entries(String user) {
    return store.scoredAbove("activity:" + user + ":t1", 0, 1000);
  }

  private FeedWriter writer(FeedSettings settings) {
    var http =
        new MembersSettings.Http(
            backend.url() + "/trips/{trip}/members", null, Duration.ofMillis(500), 8);
    Members members =
        new MembersSettings(http, Duration.ofMinutes(1), 1000)
            .members(store, clock, Instruments.NONE);
    return new FeedWriter(settings, members, store, clock, Instruments.NONE);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
