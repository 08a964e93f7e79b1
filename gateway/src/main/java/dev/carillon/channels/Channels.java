package dev.carillon.channels;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Drain;
import dev.carillon.core.Instruments;
import dev.carillon.core.Message;
import dev.carillon.core.Readiness;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.Rooms;
import dev.carillon.core.Services;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.Places;
import dev.carillon.net.Response;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Serves plain JSON over WebSocket: every message is one JSON text in one dialect.
///
/// Clients may send text or binary messages; they get text. Thread-safe.
///
/// @param <I> what a client says
/// @param <O> what one client is told
/// @param <B> what the members of a room are told
public final class Channels<I, O, B> implements Endpoint {
  private static final int ID_BYTES = 12;

  private final String name;
  private final ChannelsSettings settings;
  private final Dialect<I, O, B> dialect;
  private final ChannelHandler<I, O> handler;
  private final StrictJson json;
  private final ConcurrentHashMap<String, ChannelConnection<O>> connections =
      new ConcurrentHashMap<>();
  private final Places places;
  private volatile @Nullable Services services;
  private volatile @Nullable Readiness readiness;
  private volatile @Nullable Rooms rooms;
  private volatile boolean draining;
  private volatile RoomGuard guard = RoomGuard.OPEN;

  private Channels(
      String name,
      ChannelsSettings settings,
      Dialect<I, O, B> dialect,
      ChannelHandler<I, O> handler) {
    this.name = name;
    this.settings = settings.copy();
    this.dialect = dialect;
    this.handler = handler;
    this.json = new StrictJson(settings.maxMessage, settings.maxDepth);
    this.places = new Places(settings.maxConnections, settings.maxConnectionsPerAddress);
  }

  /// Returns an endpoint.
  ///
  /// @param name the label in metrics and logs
  public static <I, O, B> Channels<I, O, B> create(
      String name,
      ChannelsSettings settings,
      Dialect<I, O, B> dialect,
      ChannelHandler<I, O> handler) {
    return new Channels<>(name, settings, dialect, handler);
  }

  /// Delivers a message to the members of a room on this node.
  ///
  /// From any thread, with no lock held: a thread that is no lane is held up while the lanes are behind
  /// (see [dev.carillon.core.Lane#awaitCapacity()]).
  public void broadcast(B message, String room) {
    broadcast(message, Set.of(room), Set.of());
  }

  /// Delivers a message to the members of rooms on this node, once to each; to all members when no room
  /// is named. Whoever is in a room named by `except`, or has such an id, does not get it. Before the
  /// gateway has started this endpoint, nobody is in any room.
  public void broadcast(B message, Collection<String> to, Collection<String> except) {
    Rooms here = rooms;
    if (here != null) {
      here.awaitCapacity();
      byte[] text = dialect.encodeForBroadcast(message);
      here.broadcast(new ChannelMessage(text, settings.deflateThreshold), to, except);
    }
  }

  /// Has a guard decide who may be where. Before the gateway starts.
  ///
  /// @throws IllegalStateException if it has started
  public Channels<I, O, B> guardedBy(RoomGuard decider) {
    if (rooms != null) {
      throw new IllegalStateException(name + " has started");
    }
    guard = decider;
    return this;
  }

  /// Returns whether somebody on this node is in a room, or is about to be.
  public boolean has(String room) {
    Rooms here = rooms;
    return here != null && here.has(room);
  }

  /// Holds the calling thread up while the lanes are behind; for whoever hands them much by ways of its own.
  /// Called with no lock held (see [dev.carillon.core.Lane#awaitCapacity()]).
  public void awaitCapacity() {
    Rooms here = rooms;
    if (here != null) {
      here.awaitCapacity();
    }
  }

  // ---- for the package ----

  Rooms members() {
    Rooms made = rooms;
    if (made == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return made;
  }

  RoomGuard guard() {
    return guard;
  }

  ChannelsSettings settings() {
    return settings;
  }

  StrictJson json() {
    return json;
  }

  Message message(O message) {
    return new ChannelMessage(dialect.encode(message), settings.deflateThreshold);
  }

  Instruments instruments() {
    return services().instruments();
  }

  Readiness readiness() {
    Readiness lent = readiness;
    if (lent == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return lent;
  }

  private Services services() {
    Services lent = services;
    if (lent == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return lent;
  }

  // ---- endpoint ----

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(String path) {
    return settings.path == null || path.equals(settings.path);
  }

  @Override
  public String entrance() {
    return settings.path == null ? "/" : settings.path;
  }

  @Override
  public void start(Services lent, Readiness given) {
    var opened = new Rooms(name, lent.lanes(), lent.instruments());
    rooms = opened;
    guard.watch(() -> Set.of(opened));
    readiness = given;
    services = lent;
  }

  @Override
  public int maxBodyBytes() {
    return settings.maxMessage;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return settings.origins.headers(request);
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    if (exchange.method().equals("OPTIONS") && settings.origins.isCors()) {
      handler.onPreflight(exchange, settings.origins.preflightHeaders(exchange));
    } else {
      handler.onRequest(exchange);
    }
  }

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    if (!settings.origins.permits(upgrade)) {
      refuse(upgrade, 403, "origin not allowed", "origin");
      return;
    }
    if (draining) {
      refuse(upgrade, 503, "shutting down", "shutdown");
      return;
    }
    switch (handler.admit(upgrade)) {
      case Admission.Refused<I, O> refused -> {
        instruments().refused(name, refused.label());
        upgrade.refuse(refused.response());
      }
      case Admission.Admitted<I, O> admitted -> admit(upgrade, admitted);
    }
  }

  private void admit(HttpUpgrade upgrade, Admission.Admitted<I, O> admitted) {
    Places.Outcome place = places.take(upgrade.remote().getAddress());
    if (place != Places.Outcome.TAKEN) {
      refuse(upgrade, place.status(), place.error(), place.label());
      return;
    }
    upgrade.accept(
        upgrade.lane(),
        settings.webSocket(),
        settings.echoSubprotocol ? upgrade.firstSubprotocol() : null,
        socket -> open(socket, upgrade, admitted));
  }

  private void refuse(HttpUpgrade upgrade, int status, String error, String label) {
    instruments().refused(name, label);
    upgrade.refuse(Response.error(status, error));
  }

  private WebSocketListener open(
      WebSocket socket, HttpRequestHead handshake, Admission.Admitted<I, O> admitted) {
    var connection = new ChannelConnection<>(this, newId(), socket, handshake);
    ChannelListener<I> listener = listener(connection, admitted);
    connections.put(connection.id(), connection);
    instruments().opened(name, connection.transport());
    members().add(connection);
    WebSocketListener heard = connection.open(dialect, listener);
    if (draining) {
      connection.close(settings.shutdown);
    }
    return heard;
  }

  private ChannelListener<I> listener(
      ChannelConnection<O> connection, Admission.Admitted<I, O> admitted) {
    try {
      return admitted.listener().apply(connection);
    } catch (RuntimeException e) {
      // The socket is ended for it, but nobody hears of that end.
      places.giveBack(connection.handshake().remote().getAddress());
      throw e;
    }
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    services().random().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  void remove(ChannelConnection<O> connection, CloseReason reason) {
    connections.remove(connection.id());
    places.giveBack(connection.handshake().remote().getAddress());
    instruments().closed(name, connection.transport(), reason);
  }

  @Override
  public int connections() {
    return connections.size();
  }

  @Override
  public int rooms() {
    return members().size();
  }

  @Override
  public void drain(Duration over) {
    draining = true;
    new Drain(connections, services().random()).run(over, settings.shutdown);
  }
}
