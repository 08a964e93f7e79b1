package dev.carillon.socketio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.core.Patience;
import dev.carillon.core.Principal;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import dev.carillon.engineio.CloseReasons;
import dev.carillon.engineio.SessionIds;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One client's way into one namespace: held until all is ready, known again or new, asked by the
/// middlewares, let in.
///
/// Runs on the client's mailbox, where it may block; the last step is taken in the client's lane. A
/// returning client is asked before anything is replayed.
final class Entrance implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

  private static final String TRY_AGAIN = "try-again-later";

  private final SocketIo io;
  private final Client client;
  private final String name;
  private final @Nullable ObjectNode auth;

  Entrance(SocketIo io, Client client, Packet.Connect packet) {
    this.io = io;
    this.client = client;
    this.name = packet.namespace();
    this.auth = packet.auth();
  }

  @Override
  public void run() {
    try {
      Namespace namespace = io.namespaces().enter(name);
      if (namespace == null) {
        reject("Invalid namespace", null);
        return;
      }
      try {
        enter(namespace);
      } finally {
        namespace.release();
      }
    } catch (RuntimeException e) {
      // Ours, or that of a rule for dynamic namespaces: the client is not to wait for ever.
      LOG.error("entrance failed: {}", name, e);
      reject("internal error", null);
    }
  }

  private void reject(String message, @Nullable Object data) {
    PacketMessage refusal = PacketMessage.connectError(name, message, data, Delivery.now());
    client.lane().execute(() -> client.reject(name, refusal));
  }

  private void enter(Namespace namespace) {
    Patience patience = io.patience(client.lane());
    if (!patience.awaitReady()) {
      sendAway(io.cluster() == null ? TRY_AGAIN : "broker-away", "not ready");
      return;
    }
    Recovery recovery = namespace.recovery();
    if (recovery == null) {
      enter(socket(namespace, null), null, patience);
      return;
    }
    Recovery.Return back = comeBack(recovery);
    try {
      enter(socket(namespace, back), back, patience);
    } finally {
      if (back != null) {
        recovery.putBack(back.session()); // unless it has been let in
      }
    }
  }

  private void enter(Socket socket, Recovery.@Nullable Return back, Patience patience) {
    Namespace namespace = socket.namespace();
    namespace.entering(socket);
    try {
      if (isStillWelcome(socket, back)
          && isAskedAndAdmitted(socket, back, patience)
          && isLetIn(socket, back)) {
        socket.sendHeldBack();
        namespace.connected(socket);
      }
    } finally {
      namespace.entered(socket);
    }
  }

  /// Orders reach the socket from now on. Those that changed its session before are taken over; one
  /// that has ended it makes the client come back once more, as a new one.
  private boolean isStillWelcome(Socket socket, Recovery.@Nullable Return back) {
    Recovery recovery = socket.namespace().recovery();
    if (back == null || recovery == null) {
      return true;
    }
    Session session = recovery.returning(back.session().recoveryId());
    if (session == null) {
      client.connection().close(CloseReasons.FORCED_CLOSE);
      return false;
    }
    socket.takeOver(session);
    return true;
  }

  private boolean isAskedAndAdmitted(
      Socket socket, Recovery.@Nullable Return back, Patience patience) {
    Recovery recovery = socket.namespace().recovery();
    boolean asked = back == null || recovery == null || !recovery.skipsMiddlewares();
    return !asked || isAdmitted(socket, patience);
  }

  /// Asks the guard where the socket may be, and lets it in; again, if something changes in between.
  private boolean isLetIn(Socket socket, Recovery.@Nullable Return back) {
    while (true) {
      Set<String> asked = socket.roomsToJoin();
      RoomGuard.Pass pass = io.guard().ask(socket.principal(), asked);
      asked.removeAll(pass.rooms());
      socket.leave(asked.toArray(String[]::new));
      var entered = new CompletableFuture<Outcome>();
      client
          .lane()
          .execute(() -> {
            try {
              entered.complete(client.isOver() ? Outcome.OUT : letIn(socket, back, pass));
            } catch (RuntimeException e) {
              entered.completeExceptionally(e);
            }
          });
      Outcome outcome = entered.join();
      if (outcome != Outcome.AGAIN) {
        return outcome == Outcome.IN;
      }
    }
  }

  private enum Outcome {
    IN,
    OUT,
    /// What was decided about its rooms has changed.
    AGAIN
  }

  /// Takes a client's transport away: it takes that for a network failure, and so returns by itself.
  private void sendAway(String label, @Nullable String why) {
    LOG.debug("client sent away to try again: {}", why);
    io.refused(label);
    client.connection().close(CloseReasons.FORCED_CLOSE);
  }

  private Socket socket(Namespace namespace, Recovery.@Nullable Return back) {
    var handshake = new Handshake(client.connection().head(), auth, io.services().clock().now());
    if (back != null) {
      Session session = back.session();
      return new Socket(
          namespace, client, handshake, session.socketId(), session.recoveryId(), session);
    }
    String recoveryId =
        namespace.recovery() == null ? null : SessionIds.next(io.services().random());
    String id = SessionIds.next(io.services().random());
    return new Socket(namespace, client, handshake, id, recoveryId, null);
  }

  // ---- recovery (spec of the reference server, "Connection state recovery") ----

  private Recovery.@Nullable Return comeBack(Recovery recovery) {
    String recoveryId = text("pid");
    if (recoveryId == null) {
      return null;
    }
    if (auth != null && auth.has("offset") && text("offset") == null) {
      // Taken for "none", it would bring what the client already has.
      io.recovered(false);
      return null;
    }
    Socket holder = recovery.holderOf(recoveryId);
    if (holder != null) {
      // The client noticed the loss of its old connection before we did.
      var gone = new CompletableFuture<Boolean>();
      holder
          .lane()
          .execute(() -> {
            holder.client().connection().close(CloseReasons.TRANSPORT_CLOSE);
            gone.complete(true);
          });
      gone.join();
    }
    Recovery.Return back = recovery.take(recoveryId, text("offset"));
    if (back != null && !mayGoOn(back.session().principal())) {
      // It comes in as a new one, and is asked who it is.
      recovery.end(recoveryId);
      back = null;
    }
    io.recovered(back != null);
    return back;
  }

  /// Returns whether what a session says about its owner is still true.
  private boolean mayGoOn(@Nullable Principal principal) {
    return principal == null
        || (!principal.hasExpired(io.services().clock().now()) && io.guard().admits(principal));
  }

  private @Nullable String text(String field) {
    JsonNode value = auth == null ? null : auth.get(field);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  // ---- middlewares ----

  private boolean isAdmitted(Socket socket, Patience patience) {
    try {
      for (Middleware middleware : socket.namespace().middlewares()) {
        ask(middleware, socket, patience);
      }
      return true;
    } catch (ConnectionRefused e) {
      io.refused("middleware");
      reject(e.message(), e.data());
    } catch (TryAgainLater e) {
      sendAway(TRY_AGAIN, e.getMessage());
    } catch (Exception e) {
      LOG.error("middleware failed: {}", name, e);
      io.refused("middleware-failed");
      reject("internal error", null);
    }
    return false;
  }

  /// Asks a middleware, again and again as long as the store is away and there is patience. To tell the
  /// client that something is wrong would have it stay away for good.
  private void ask(Middleware middleware, Socket socket, Patience patience) throws Exception {
    while (true) {
      try {
        middleware.connect(socket);
        return;
      } catch (WrongKindException e) {
        throw e; // it will be the same next time
      } catch (StoreException e) {
        io.heldForStore();
        if (!patience.awaitNextTry()) {
          throw new TryAgainLater("store not available");
        }
      }
    }
  }

  // ---- in the lane ----

  /// Whether what was decided still holds is looked at after the rooms are announced: a change that comes later
  /// finds the socket in them. Likewise for what was revoked, once it can be found.
  private Outcome letIn(Socket socket, Recovery.@Nullable Return back, RoomGuard.Pass pass) {
    Outcome[] outcome = {Outcome.AGAIN};
    socket
        .namespace()
        .rooms()
        .announced(
            client.lane(),
            socket.roomsToJoin(),
            () -> {
              if (pass.holds()) {
                outcome[0] = letIn(socket, back) ? Outcome.IN : Outcome.OUT;
              }
            });
    if (outcome[0] == Outcome.IN && io.guard().isRevoked(socket.principal())) {
      socket.expel(CloseReason.REVOKED);
    }
    return outcome[0];
  }

  private boolean letIn(Socket socket, Recovery.@Nullable Return back) {
    if (socket.isDismissed()) {
      client.connection().close(CloseReasons.FORCED_CLOSE);
      return false;
    }
    Recovery recovery = socket.namespace().recovery();
    String recoveryId = socket.recoveryId();
    if (recovery == null || recoveryId == null) {
      admit(socket);
      welcome(socket);
    } else if (back == null) {
      recovery.enter(
          socket,
          recoveryId,
          head -> {
            socket.begin(head, head, 0);
            admit(socket);
          });
      welcome(socket);
    } else if (recovery.reenter(
        socket,
        back,
        rooms -> formerRooms(socket, rooms),
        missed -> replay(socket, back, missed))) {
      welcome(socket);
    } else {
      // While the middlewares were asked, what it missed has left the history or somebody has ended
      // its session.
      client.connection().close(CloseReasons.FORCED_CLOSE);
      return false;
    }
    return true;
  }

  /// Returns the rooms whose missed messages a returning client gets: those of its session that it
  /// still may be in.
  private static Map<String, Long> formerRooms(Socket socket, Map<String, Long> rooms) {
    rooms
        .keySet()
        .removeIf(room -> !room.equals(socket.id()) && !socket.roomsToJoin().contains(room));
    return rooms;
  }

  /// Missed events go out before the CONNECT packet, as the reference server sends them; clients keep
  /// them until they are connected.
  private void replay(Socket socket, Recovery.Return back, Recovery.Missed missed) {
    long bytes = 0;
    long delivered = back.session().delivered();
    for (Message message : missed.messages()) {
      bytes += message.encoded(Encoding.WEBSOCKET).length();
      delivered = message.number();
    }
    client.connection().allow(bytes);
    missed.messages().forEach(client::send);
    socket.begin(back.session().entered(), missed.head(), delivered);
    admit(socket);
  }

  private void admit(Socket socket) {
    Namespace namespace = socket.namespace();
    namespace.rooms().add(socket);
    for (String room : socket.connect()) {
      namespace.rooms().join(socket, room);
    }
    client.add(socket);
  }

  private void welcome(Socket socket) {
    client.send(PacketMessage.connect(name, socket.id(), socket.recoveryId(), Delivery.now()));
  }
}
