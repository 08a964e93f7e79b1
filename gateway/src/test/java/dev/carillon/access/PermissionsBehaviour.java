package dev.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.access.BoardNode.Peer;
import dev.carillon.access.PermissionSettings.Undecided;
import dev.carillon.core.Principal;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may be in which room, over two nodes; one subclass for each broker.
abstract class PermissionsBehaviour {
  final FakeClock clock = new FakeClock();
  final Rules rules = new Rules();
  private final List<AutoCloseable> open = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before each
  private Links links;

  abstract Links links(FakeClock clock);

  @BeforeEach
  void link() {
    links = links(clock);
    rules.boards.put("b1", Set.of("reader"));
    rules.boards.put("b2", Set.of("reader", "poster"));
  }

  @AfterEach
  void close() throws Exception {
    rules.gate.countDown();
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    links.close();
  }

  BoardNode node() {
    return node(PermissionSettings.defaults());
  }

  BoardNode node(PermissionSettings settings) {
    var node = new BoardNode(links.next(), clock, rules, settings, RevocationSettings.defaults());
    open.add(node);
    return node;
  }

  private Peer client(BoardNode node, String query, String... rooms) {
    Peer peer = node.client(query, rooms);
    open.add(peer);
    return peer;
  }

  @Test
  void onlyThoseEnterWhoMay() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1", "b2");
    Peer ben = client(node, "id=ben&roles=poster", "b2");

    ben.say("enter b1").hears("not in b1");
    ben.say("enter b3").hears("not in b3");
    node.publish("b1 hello");
    node.publish("b2 hello");

    ann.hears("b1 hello", "b2 hello");
    ben.hears("b2 hello").hearsNothing();
  }

  @Test
  void whoLosesARoomHearsNothingMoreOfItOnAnyNode() {
    BoardNode one = node();
    BoardNode two = node();
    Peer ann = client(one, "id=ann&roles=reader", "b1", "b2");
    Peer ben = client(one, "id=ben&roles=poster", "b2");
    Peer cat = client(two, "id=cat&roles=poster", "b2");
    Peer dan = client(two, "id=dan&roles=reader", "b2");
    Peer eve = client(one, "id=eve&roles=reader");
    rules.boards.put("b2", Set.of("reader"));
    CountDownLatch gate = rules.hold();

    // The rules take their time, and messages do not wait for them.
    one.publish("b2 settings");
    one.publish("b2 secret");
    one.publish("all news");
    one.publish("b1 more");
    eve.hears("all news");
    assertThat(ben.socket().hasInput()).isFalse();
    gate.countDown();

    ben.hearsInAnyOrder("all news", "evicted from b2: no role of b2").hearsNothing();
    cat.hearsInAnyOrder("all news", "evicted from b2: no role of b2").hearsNothing();
    ann.hears("b2 settings", "b2 secret", "all news", "b1 more").hearsNothing();
    dan.hears("b2 settings", "b2 secret", "all news").hearsNothing();
    one.publish("b2 again");
    ann.hears("b2 again");
    dan.hears("b2 again");
    ben.hearsNothing();
    cat.hearsNothing();
    ben.say("enter b2").hears("not in b2");
  }

  @Test
  void aChangeThatOneNodeKnowsHoldsOnAll() {
    BoardNode one = node();
    BoardNode two = node();
    Peer ben = client(one, "id=ben&roles=poster", "b2");
    Peer cat = client(two, "id=cat&roles=poster", "b2");
    rules.boards.put("b2", Set.of());

    one.permissions.changed("b2").toCompletableFuture().join();
    one.publish("b2 secret");

    ben.hears("evicted from b2: no role of b2").hearsNothing();
    cat.hears("evicted from b2: no role of b2").hearsNothing();
  }

  @Test
  void aUserWhoseRolesChangedIsDecidedAboutEverywhere() {
    BoardNode one = node();
    BoardNode two = node();
    Peer here = client(one, "id=ann&roles=reader", "b1", "b2");
    Peer there = client(two, "id=ann&roles=reader", "b2");
    Peer ben = client(two, "id=ben&roles=reader", "b1");
    int before = rules.asked.size();
    rules.boards.put("b2", Set.of());

    one.permissions.userChanged("ann").toCompletableFuture().join();

    here.hears("evicted from b2: no role of b2").hearsNothing();
    there.hears("evicted from b2: no role of b2").hearsNothing();
    one.publish("b1 hello");
    here.hears("b1 hello");
    ben.hears("b1 hello").hearsNothing();
    assertThat(rules.asked.subList(before, rules.asked.size()))
        .containsExactlyInAnyOrder("ann b1", "ann b2", "ann b2");
  }

  @Test
  void whoIsIdentifiedAnewIsDecidedAboutAnew() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1", "b2");

    ann.say("roles poster").hears("evicted from b1: no role of b1").hearsNothing();
    node.publish("b1 secret");
    node.publish("b2 hello");
    ann.hears("b2 hello").hearsNothing();
  }

  @Test
  void everythingMayBeDecidedAnew() {
    BoardNode one = node();
    BoardNode two = node();
    Peer ann = client(one, "id=ann&roles=reader", "b1", "b2");
    Peer ben = client(two, "id=ben&roles=reader", "b1");
    rules.boards.put("b1", Set.of());

    two.permissions.allChanged().toCompletableFuture().join();

    ann.hears("evicted from b1: no role of b1").hearsNothing();
    ben.hears("evicted from b1: no role of b1").hearsNothing();
  }

  /// Whoever is being let in while it changes is neither let in by the old answer nor forgotten.
  @Test
  void aChangeWhileSomebodyEntersIsSeen() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader");
    CountDownLatch gate = rules.hold();
    ann.say("enter b1");
    await().until(() -> rules.asked.contains("ann b1"));

    // What is asked now was decided by the old roles.
    node.permissions.changedHere("b1");
    rules.boards.put("b1", Set.of());
    gate.countDown();

    ann.hears("not in b1");
    assertThat(rules.asked).containsExactly("ann b1", "ann b1");
  }

  @Test
  void changesWhileTheRulesAreAskedAreAskedAboutAgain() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1", "b2");
    CountDownLatch gate = rules.hold();
    node.permissions.changedHere("b1");
    await().until(() -> rules.asked.size() == 3);
    node.permissions.changedHere("b2");
    node.permissions.changedHere("b1");
    rules.boards.put("b1", Set.of());
    rules.boards.put("b2", Set.of());
    node.publish("b1 secret");
    node.publish("b2 secret");
    node.publish("all news");
    gate.countDown();

    ann.hearsInAnyOrder(
            "all news", "evicted from b1: no role of b1", "evicted from b2: no role of b2")
        .hearsNothing();
  }

  /// The first answer was given by what was true before.
  @Test
  void aSecondChangeOfARoomMakesTheAnswerToTheFirstUntrue() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    CountDownLatch gate = rules.hold();
    node.permissions.changedHere("b1");
    await().until(() -> rules.asked.size() == 2);
    rules.boards.put("b1", Set.of());
    node.permissions.changedHere("b1");
    node.publish("b1 secret");
    gate.countDown();

    ann.hears("evicted from b1: no role of b1").hearsNothing();
  }

  @Test
  void thoseWhoShareAnAnswerAreOneQuestion() {
    BoardNode node =
        node(
            PermissionSettings.defaults()
                .with(to -> to.subject = one -> one == null ? Set.of() : one.roles()));
    List<Peer> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(client(node, "id=u" + i + "&roles=reader", "b1"));
    }
    assertThat(rules.asked).hasSize(1);

    node.publish("b1 settings");
    readers.forEach(each -> each.hears("b1 settings"));
    assertThat(rules.asked).hasSizeLessThanOrEqualTo(3); // one for each lane at most
  }

  @Test
  void answersAreRememberedForAWhile() {
    BoardNode node =
        node(
            PermissionSettings.defaults()
                .with(to -> {
                  to.cacheFor = Duration.ofSeconds(30);
                  to.cacheSize = 2;
                }));
    Principal ann = BoardNode.principal(Map.of("id", "ann", "roles", "reader"));

    for (int i = 0; i < 3; i++) {
      assertThat(node.permissions.decide(ann, "b1").allowed()).isTrue();
    }
    assertThat(rules.asked).hasSize(1);
    clock.advance(Duration.ofSeconds(30));
    node.permissions.decide(ann, "b1");
    assertThat(rules.asked).hasSize(2);
    // Of three answers two are remembered, the latest.
    node.permissions.decide(ann, "b2");
    node.permissions.decide(ann, "b3");
    node.permissions.decide(ann, "b3");
    node.permissions.decide(ann, "b2");
    assertThat(rules.asked).hasSize(4);
    node.permissions.decide(ann, "b1");
    assertThat(rules.asked).hasSize(5);
  }

  @Test
  void whatCannotBeDecidedIsNotAllowed() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    rules.broken = true;

    ann.say("enter b2").hears("not in b2");
    // Nor is it remembered.
    rules.broken = false;
    ann.say("enter b2").hears("in b2");
  }

  @Test
  void whoIsInARoomLeavesItWhenNobodyCanDecideForLong() {
    BoardNode node =
        node(
            PermissionSettings.defaults()
                .with(to -> {
                  to.patience = Duration.ofSeconds(5);
                  to.undecided = Undecided.EVICT;
                }));
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    int asked = rules.asked.size();
    rules.broken = true;
    node.publish("b1 settings");
    node.publish("all news");
    await().until(() -> rules.asked.size() > asked);
    clock.advance(Duration.ofSeconds(5));

    ann.hearsInAnyOrder("all news", "evicted from b1: the rules failed").hearsNothing();
  }

  @Test
  void whoIsInARoomMayBeLeftThereWhenNobodyCanDecide() {
    BoardNode node =
        node(
            PermissionSettings.defaults()
                .with(to -> {
                  to.patience = Duration.ofSeconds(5);
                  to.undecided = Undecided.KEEP;
                }));
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    rules.broken = true;
    node.publish("b1 settings");
    await().until(() -> rules.asked.size() > 2);
    clock.advance(Duration.ofSeconds(5));

    ann.hears("b1 settings").hearsNothing();
    ann.say("enter b2").hears("not in b2");
  }

  @Test
  void aQuestionThatTakesTooLongIsUndecided() {
    BoardNode node =
        node(PermissionSettings.defaults().with(to -> to.timeout = Duration.ofMillis(50)));
    Peer ann = client(node, "id=ann&roles=reader");
    rules.hold();

    ann.say("enter b1").hears("not in b1");
  }

  @Test
  void roomsThatAreNotGuardedAreUpToTheApp() {
    BoardNode node =
        node(PermissionSettings.defaults().with(to -> to.guarded = room -> room.startsWith("b")));
    Peer ann = client(node, "id=ann", "lobby");

    node.permissions.allChangedHere();
    node.publish("lobby hello");
    ann.hears("lobby hello").hearsNothing();
    assertThat(rules.asked).isEmpty();
  }

  @Test
  void itIsToldWhichRuleDecides() {
    BoardNode node = node();
    Principal ann = BoardNode.principal(Map.of("id", "ann", "roles", "reader"));
    node.permissions.decide(ann, "b1");
    rules.boards.put("b1", Set.of());

    assertThat(node.permissions.explain(ann, "b1"))
        .isEqualTo(new Explanation(Decision.deny("no role of b1"), Decision.allow("role of b1")));
    assertThat(node.permissions.explain(null, "b1").decision())
        .isEqualTo(Decision.deny("no role of b1"));
    node.revocations.revoke(new Revocation.User("ann"));
    assertThat(node.permissions.explain(ann, "b1").decision()).isEqualTo(Decision.deny("revoked"));
  }

  @Test
  void rubbishOnTheChannelChangesNothing() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    for (String rubbish :
        List.of(
            "",
            "7",
            "{",
            "{}",
            "{\"rooms\":7}",
            "{\"rooms\":[7]}",
            "{\"user\":[]}",
            "{\"all\":\"yes\"}",
            "{\"rooms\":[" + "\"x\",".repeat(20_000) + "\"x\"]}",
            "[".repeat(1_000))) {
      node.publish("carillon:access:boards", rubbish);
    }
    node.publish("b1 hello");
    ann.hears("b1 hello").hearsNothing();
    // A backend may say it, too.
    rules.boards.put("b1", Set.of());
    node.publish("carillon:access:boards", "{\"rooms\":[\"b1\"],\"more\":{}}");
    ann.hears("evicted from b1: no role of b1");
  }

  /// Bounded: see [dev.carillon.core.Rooms#hold].
  @Test
  void whoIsHeldForTooMuchIsEnded() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&roles=reader", "b1");
    Peer eve = client(node, "id=eve&roles=reader");
    rules.hold();
    node.permissions.changedHere("b1");
    for (int i = 0; i <= 1_024; i++) {
      node.publish("b1 " + i);
    }
    assertThat(ann.hear()).isEqualTo("closed 1013 slow consumer");
    eve.hearsNothing();
  }
}
