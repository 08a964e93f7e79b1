package dev.carillon.access;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.carillon.access.BoardNode.Peer;
import dev.carillon.access.RevocationSettings.StoreAway;
import dev.carillon.auth.Authenticator;
import dev.carillon.auth.TokenException;
import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Principal;
import dev.carillon.core.StoreException;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What no longer counts, over two nodes; one subclass for each broker.
abstract class RevocationsBehaviour {
  private static final String ENDED = "closed 4403 access revoked";

  final FakeClock clock = new FakeClock();
  private final Rules rules = new Rules();
  private final List<AutoCloseable> open = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before each
  private Links links;

  abstract Links links(FakeClock clock);

  @BeforeEach
  void link() {
    links = links(clock);
    rules.boards.put("b1", Set.of("reader"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    links.close();
  }

  private BoardNode node() {
    return node(StoreAway.DENY);
  }

  private BoardNode node(StoreAway away) {
    var node =
        new BoardNode(
            links.next(),
            clock,
            rules,
            PermissionSettings.defaults(),
            RevocationSettings.defaults().with(to -> to.away = away));
    open.add(node);
    return node;
  }

  private Peer client(BoardNode node, String query, String... rooms) {
    Peer peer = node.client(query, rooms);
    open.add(peer);
    return peer.hearsNothing();
  }

  private static void revoke(BoardNode node, Revocation revocation) {
    node.revocations.revoke(revocation).toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  @Test
  void aUserIsEndedOnAllNodes() {
    BoardNode one = node();
    BoardNode two = node();
    Peer here = client(one, "id=ann&roles=reader", "b1");
    Peer there = client(two, "id=ann&roles=reader", "b1");
    Peer ben = client(two, "id=ben&roles=reader", "b1");

    revoke(one, new Revocation.User("ann"));

    assertThat(here.hear()).isEqualTo(ENDED);
    assertThat(there.hear()).isEqualTo(ENDED);
    one.publish("b1 hello");
    ben.hears("b1 hello").hearsNothing();
  }

  @Test
  void aSessionATokenAndOldTokensAreEnded() {
    BoardNode node = node();
    long now = clock.now().getEpochSecond();
    Peer session = client(node, "id=ann&sid=s1&iat=" + now);
    Peer token = client(node, "id=ann&sid=s2&jti=t1&iat=" + now);
    Peer old = client(node, "id=ann&sid=s2&jti=t2&iat=" + (now - 10));
    Peer dateless = client(node, "id=ann&sid=s2&jti=t3");
    Peer fresh = client(node, "id=ann&sid=s2&jti=t4&iat=" + now);
    Peer ben = client(node, "id=ben&jti=t5&iat=" + (now - 10));

    revoke(node, new Revocation.Session("s1"));
    assertThat(session.hear()).isEqualTo(ENDED);
    revoke(node, new Revocation.Token("t1"));
    assertThat(token.hear()).isEqualTo(ENDED);
    revoke(node, new Revocation.IssuedBefore(clock.now().minusSeconds(5), "ann"));
    assertThat(old.hear()).isEqualTo(ENDED);
    assertThat(dateless.hear()).isEqualTo(ENDED);
    fresh.hearsNothing();
    ben.hearsNothing();
    revoke(node, new Revocation.IssuedBefore(clock.now().minusSeconds(5), null));
    assertThat(ben.hear()).isEqualTo(ENDED);
    fresh.hearsNothing();
  }

  @Test
  void whoIsAwayIsNotLetInAgainByAnyNode() throws Exception {
    BoardNode one = node();
    revoke(one, new Revocation.Token("t1"));
    BoardNode later = node();

    assertThat(reason(later, Map.of("id", "ann", "jti", "t1"))).isEqualTo(Reason.REVOKED);
    assertThat(later.revocations.admits(principal(Map.of("id", "ann", "jti", "t1")))).isFalse();
    Principal other = principal(Map.of("id", "ann", "jti", "t2"));
    assertThat(later.revocations.guarding(token -> other).authenticate("x")).isSameAs(other);
    assertThat(later.revocations.admits(other)).isTrue();
    assertThat(later.revocations.admits(null)).isTrue();
  }

  @Test
  void aRevocationEnds() {
    BoardNode node = node();
    node.revocations
        .revoke(new Revocation.User("ann"), Duration.ofMillis(1_500))
        .toCompletableFuture()
        .join();
    assertThat(node.revocations.admits(principal(Map.of("id", "ann")))).isFalse();

    // The clock of Redis cannot be turned, and the node may hear its own news late.
    await()
        .until(() -> {
          clock.advance(Duration.ofMillis(1_500));
          return node.revocations.admits(principal(Map.of("id", "ann")));
        });
    assertThatThrownBy(() -> node.revocations.revoke(new Revocation.User("ann"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLaterRevocationWeakensNoEarlierOne() {
    BoardNode node = node();
    revoke(node, new Revocation.IssuedBefore(clock.now(), "ann"));
    revoke(node, new Revocation.IssuedBefore(clock.now().minusSeconds(100), "ann"));
    node.revocations.revoke(new Revocation.User("ben"), Duration.ofDays(1));
    node.revocations.revoke(new Revocation.User("ben"), Duration.ofMillis(1));
    clock.advance(Duration.ofSeconds(1));
    BoardNode later = node();

    long issued = clock.now().getEpochSecond() - 50;
    assertThat(later.revocations.admits(principal(Map.of("id", "ann", "iat", "" + issued))))
        .isFalse();
    assertThat(later.revocations.admits(principal(Map.of("id", "ben")))).isFalse();
  }

  /// A backend needs nothing but the broker.
  @Test
  void aBackendRevokesByPublishing() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&sid=s1");
    Peer ben = client(node, "id=ben&sid=s2&iat=1");
    Peer cat = client(node, "id=cat&jti=t1");
    node.publish("carillon:revoke:boards", "{\"session\":\"s1\",\"for\":3600}");
    node.publish("carillon:revoke:boards", "{\"issuedBefore\":2.5,\"user\":\"ben\",\"by\":{}}");
    node.publish("carillon:revoke:boards", "{\"token\":\"t1\"}");

    assertThat(ann.hear()).isEqualTo(ENDED);
    assertThat(ben.hear()).isEqualTo(ENDED);
    assertThat(cat.hear()).isEqualTo(ENDED);
    // It is kept, for nodes that start later.
    String prefix = "carillon:revoked:boards:";
    await().until(() -> node.services().store().get(prefix + "token:t1") != null);
    BoardNode later = node();
    assertThat(later.revocations.admits(principal(Map.of("id", "x", "sid", "s1")))).isFalse();
    assertThat(later.revocations.admits(principal(Map.of("id", "cat", "jti", "t1")))).isFalse();
  }

  @Test
  void rubbishRevokesNobody() {
    BoardNode node = node();
    Peer ann = client(node, "id=ann&sid=s1");
    for (String rubbish :
        List.of(
            "",
            "[]",
            "{}",
            "{\"user\":\"\"}",
            "{\"user\":7}",
            "{\"user\":\"" + "x".repeat(600) + "\"}",
            "{\"user\":\"ann\",\"session\":\"s1\"}",
            "{\"user\":\"ann\",\"for\":0}",
            "{\"user\":\"ann\",\"for\":-1}",
            "{\"user\":\"ann\",\"for\":1e400}",
            "{\"issuedBefore\":\"now\"}",
            "{\"for\":5}")) {
      node.publish("carillon:revoke:boards", rubbish);
    }
    node.publish("boards", "all done");
    ann.hears("all done").hearsNothing();
  }

  /// Whoever is identified while it is being revoked is ended by one or the other.
  @Test
  void whoIsRevokedBeforeItIsIdentifiedIsEndedThen() {
    BoardNode node = node();
    revoke(node, new Revocation.User("ann"));
    Peer ann = node.client("id=ann");
    open.add(ann);
    assertThat(ann.hear()).isEqualTo(ENDED);
  }

  @Test
  void aCrowdIsEndedAtOnce() {
    BoardNode node = node();
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < 50; i++) {
      peers.add(client(node, "id=u" + i));
    }
    for (int i = 0; i < 50; i++) {
      node.revocations.revoke(new Revocation.User("u" + i));
    }
    peers.forEach(peer -> assertThat(peer.hear()).isEqualTo(ENDED));
  }

  @Test
  void withoutTheStoreNobodyIsLetInUnlessThatIsWanted() throws Exception {
    BoardNode strict = node();
    BoardNode lenient = node(StoreAway.LOCAL);
    revoke(lenient, new Revocation.User("ann"));
    await().until(() -> strict.revocations.isRevoked(principal(Map.of("id", "ann"))));
    strict.services().store().close();
    lenient.services().store().close();

    assertThat(reason(strict, Map.of("id", "ann"))).isEqualTo(Reason.REVOKED);
    assertThat(reason(strict, Map.of("id", "ben"))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(strict.revocations.admits(principal(Map.of("id", "ben")))).isFalse();
    assertThat(reason(lenient, Map.of("id", "ann"))).isEqualTo(Reason.REVOKED);
    assertThat(lenient.revocations.admits(principal(Map.of("id", "ben")))).isTrue();
    // Who revokes hears that it is not kept; those who are here are ended all the same.
    Peer cat = client(strict, "id=cat");
    assertThatThrownBy(() -> strict.revocations.revoke(new Revocation.User("cat")))
        .isInstanceOf(StoreException.class);
    assertThat(cat.hear()).isEqualTo(ENDED);
  }

  private static Principal principal(Map<String, String> query) {
    return BoardNode.principal(new HashMap<>(query));
  }

  private static Reason reason(BoardNode node, Map<String, String> query) {
    Authenticator guarded = node.revocations.guarding(token -> principal(query));
    return catchThrowableOfType(TokenException.class, () -> guarded.authenticate("x")).reason();
  }
}
