package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.access.Decision;
import dev.carillon.access.PermissionSettings;
import dev.carillon.access.Permissions;
import dev.carillon.access.Revocation;
import dev.carillon.access.RevocationSettings;
import dev.carillon.access.Revocations;
import dev.carillon.core.Member;
import dev.carillon.core.Principal;
import dev.carillon.core.Services;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.socketio.SocketIoServer.Peer;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may be in which room, for Socket.IO: also for those who come back.
class GuardTest {
  private final FakeClock clock = new FakeClock();
  private final MemoryBroker broker = new MemoryBroker();
  private final MemoryStore store = new MemoryStore(clock);
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final List<String> evicted = new CopyOnWriteArrayList<>();
  private final SocketIo io =
      SocketIo.create(
          "test",
          SocketIoSettings.defaults()
              .with(all ->
                  all.recovery =
                      RecoverySettings.defaults().with(to -> to.skipMiddlewares = true)));
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Principal who = Principal.of("ann");
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init") // set by start()
  private Permissions permissions;

  @SuppressWarnings("NullAway.Init") // set by start()
  private Revocations revocations;

  private final Gateway gateway = start();

  private Gateway start() {
    open.addAll(Set.of("b1", "b2"));
    io.use(socket -> {
      socket.identify(who);
      socket.join("b1", "b2");
    });
    io.onConnection(sockets::add);
    return Gateway.builder().lanes(2).clock(clock).broker(broker, store).app(new Boards()).start();
  }

  private final class Boards implements App {
    @Override
    public String name() {
      return "boards";
    }

    @Override
    public RunningApp start(Services services) {
      revocations = new Revocations("boards", services, RevocationSettings.defaults());
      permissions =
          new Permissions(
              "boards",
              services,
              (principal, room) -> {
                gate.await();
                return open.contains(room) ? Decision.allow("open") : Decision.deny("closed");
              },
              PermissionSettings.defaults().with(to -> to.guarded = room -> room.startsWith("b")),
              revocations,
              (member, room, why) -> told(member, room));
      io.guardedBy(permissions);
      return RunningApp.of(Mount.on("127.0.0.1", 0, io));
    }
  }

  private void told(Member member, String room) {
    evicted.add(room);
    if (member instanceof Socket socket) {
      socket.emit("evicted", room);
    }
  }

  @AfterEach
  void close() {
    gate.countDown();
    gateway.close();
    permissions.close();
    revocations.close();
    broker.close();
    store.close();
  }

  private Peer connect() {
    return new Peer(gateway.port(io));
  }

  private Peer enter() {
    Peer peer = connect().send("40");
    peer.welcome();
    await().until(() -> sockets.stream().anyMatch(each -> each.id().equals(peer.sid)));
    return peer;
  }

  private Socket socket(Peer peer) {
    return sockets.stream().filter(each -> each.id().equals(peer.sid)).toList().getLast();
  }

  private void lose(Peer peer) {
    Socket socket = socket(peer);
    peer.socket.reset();
    await().until(() -> !socket.connected());
  }

  private Peer back(Peer gone) {
    return connect().send("40{\"pid\":\"" + gone.pid + "\"}");
  }

  /// The name of the next event.
  private static String event(Peer peer) {
    String packet = peer.next();
    assertThat(packet).startsWith("42[\"");
    return packet.split("\"", -1)[1];
  }

  @Test
  void whoComesInIsInTheRoomsThatItMayBeIn() {
    open.remove("b2");
    Peer ann = enter();

    assertThat(get(socket(ann).rooms())).containsExactlyInAnyOrder(ann.sid, "b1");
    assertThat(socket(ann).enter("b2")).isFalse();
    open.add("b2");
    permissions.changedHere("b2");
    assertThat(socket(ann).enter("b2")).isTrue();
    io.to("b2").emit("hello");
    assertThat(event(ann)).isEqualTo("hello");
    assertThatThrownBy(() -> socket(ann).enter("")).isInstanceOf(IllegalArgumentException.class);
  }

  /// Numbers and order are kept while a socket is held.
  @Test
  void whoLosesARoomHearsNothingMoreOfIt() {
    Peer ann = enter();
    open.remove("b2");
    gate = new CountDownLatch(1);
    permissions.changedHere("b2");
    io.to("b2").emit("secret");
    io.to("b1").emit("one");
    socket(ann).emit("two");
    io.to("b1", "b2").emit("three");
    io.emit("four");
    gate.countDown();

    assertThat(List.of(event(ann), event(ann), event(ann), event(ann), event(ann)))
        .containsExactly("one", "two", "three", "four", "evicted");
    assertThat(evicted).containsExactly("b2");
    ann.sync();
  }

  @Test
  void whatNeedsAnAnswerWaitsAsWell() {
    Peer ann = enter();
    gate = new CountDownLatch(1);
    permissions.changedHere("b1");
    io.to("b1").emit("first");
    var acks = io.to("b1").emitWithAck(Duration.ofSeconds(5), "second");
    gate.countDown();

    assertThat(event(ann)).isEqualTo("first");
    assertThat(ann.next()).matches("42\\d+\\[\"second\"]");
    ann.send("430[7]");
    assertThat(get(acks)).isNotNull();
  }

  /// Also where middlewares are not asked again.
  @Test
  void whoComesBackIsDecidedAboutBeforeAnythingIsReplayed() {
    Peer gone = enter();
    lose(gone);
    io.to("b1").emit("one");
    io.to("b2").emit("secret");
    io.to("b1").emit("two");
    open.remove("b2");
    permissions.changedHere("b2");

    Peer ann = back(gone);

    assertThat(event(ann)).isEqualTo("one");
    assertThat(event(ann)).isEqualTo("two");
    ann.welcome();
    assertThat(ann.sid).isEqualTo(gone.sid);
    io.to("b2").emit("secret");
    ann.sync();
  }

  @Test
  void aChangeWhileSomebodyComesBackIsSeen() {
    Peer gone = enter();
    lose(gone);
    io.to("b1").emit("one");
    io.to("b2").emit("secret");
    permissions.changedHere("b1", "b2");
    gate = new CountDownLatch(1);
    Peer ann = back(gone);
    CountDownLatch first = gate;
    gate = new CountDownLatch(1);
    open.remove("b2");
    permissions.changedHere("b2");
    first.countDown();
    gate.countDown();

    assertThat(event(ann)).isEqualTo("one");
    ann.welcome();
    assertThat(ann.sid).isEqualTo(gone.sid);
    ann.sync();
  }

  /// What waited when the connection was lost is replayed, or not, by what is decided then.
  @Test
  void whoIsLostWhileItIsHeldMissesNothing() {
    Peer gone = enter();
    io.to("b1").emit("before");
    String[] before = gone.next().split("\"", -1);
    assertThat(before[1]).isEqualTo("before");
    gate = new CountDownLatch(1);
    permissions.changedHere("b1", "b2");
    io.to("b1").emit("one");
    io.to("b2").emit("two");
    lose(gone);
    open.remove("b2");
    permissions.changedHere("b2");
    gate.countDown();

    Peer ann = connect();
    ann.send("40{\"pid\":\"" + gone.pid + "\",\"offset\":\"" + before[3] + "\"}");

    assertThat(event(ann)).isEqualTo("one");
    ann.welcome();
    assertThat(ann.sid).isEqualTo(gone.sid);
    ann.sync();
  }

  @Test
  void whoIsRevokedIsSentOutForGood() {
    Peer ann = enter();
    revocations.revoke(new Revocation.User("ann"));

    assertThat(ann.next()).isEqualTo("41");
    assertThat(ann.isClosed()).isTrue();
    who = Principal.of("ben");
    Peer again = back(ann);
    again.welcome();
    assertThat(again.sid).isNotEqualTo(ann.sid);
  }

  @Test
  void whoIsRevokedWhileAwayComesBackAsNobodyKnown() {
    Peer gone = enter();
    lose(gone);
    io.to("b1").emit("secret");
    revocations.revoke(new Revocation.User("ann"));
    who = Principal.of("ben");

    Peer ben = back(gone);

    ben.welcome();
    assertThat(ben.sid).isNotEqualTo(gone.sid);
    assertThat(socketOf(ben).principal()).isEqualTo(who);
  }

  @Test
  void whoseTokenEndedWhileAwayComesBackAsNobodyKnown() {
    who = new Principal("ann", null, Set.of(), Map.of(), clock.now().plusSeconds(10));
    Peer gone = enter();
    lose(gone);
    io.to("b1").emit("secret");
    clock.advance(Duration.ofSeconds(10));
    who = Principal.of("ben");

    Peer ben = back(gone);

    ben.welcome();
    assertThat(ben.sid).isNotEqualTo(gone.sid);
  }

  @Test
  void whoComesBackIsStillWhoItWas() {
    Peer gone = enter();
    lose(gone);
    Peer ann = back(gone);
    ann.welcome();
    assertThat(socketOf(ann).recovered()).isTrue();
    assertThat(socketOf(ann).principal()).isEqualTo(Principal.of("ann"));
  }

  @Test
  void aGuardIsSetBeforeTheStart() {
    assertThatThrownBy(() -> io.guardedBy(permissions)).isInstanceOf(IllegalStateException.class);
  }

  private Socket socketOf(Peer peer) {
    await()
        .until(() ->
            sockets.stream()
                .filter(each -> each.id().equals(peer.sid))
                .anyMatch(Socket::connected));
    return socket(peer);
  }
}
