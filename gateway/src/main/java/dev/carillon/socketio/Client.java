package dev.carillon.socketio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Lane;
import dev.carillon.core.Mailbox;
import dev.carillon.core.Message;
import dev.carillon.core.Timed;
import dev.carillon.engineio.CloseReasons;
import dev.carillon.engineio.EngineConnection;
import dev.carillon.engineio.EngineListener;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection with its sockets, one per namespace that the client is in.
///
/// Confined to its lane, apart from [#mailbox()], [#connection()] and [#lane()].
final class Client implements EngineListener, Mailbox.Flow {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /// The phrase is the reference server's for what a server does to a client against its will.
  private static final CloseReason FORCED_SERVER_CLOSE =
      new CloseReason(1000, "forced server close", "forced-server-close");

  private final SocketIo io;
  private final EngineConnection connection;
  private final PacketDecoder decoder;
  private final Mailbox mailbox = new Mailbox(this);

  /// By namespace; copied on change, since nearly every client has just one, and the map of one is
  /// tiny.
  private Map<String, Socket> sockets = Map.of();

  private @Nullable Set<String> entering;
  private @Nullable ConnectTimeout connectTimeout;
  private boolean over;

  Client(SocketIo io, EngineConnection connection) {
    this.io = io;
    this.connection = connection;
    this.decoder = new PacketDecoder(io.settings().maxAttachments);
    this.connectTimeout = new ConnectTimeout();
    lane().timers().schedule(connectTimeout, io.settings().connectTimeout.toMillis());
  }

  EngineConnection connection() {
    return connection;
  }

  Lane lane() {
    return connection.lane();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /// Returns whether the connection is over.
  boolean isOver() {
    return over;
  }

  int send(Message message) {
    return connection.send(message);
  }

  // ---- from the client ----

  @Override
  public void onText(ByteBuf message) {
    int bytes = message.readableBytes();
    try {
      take(decoder.text(message), bytes);
    } catch (PacketException e) {
      refuse(e);
    }
  }

  @Override
  public void onBinary(ByteBuf message) {
    int bytes = message.readableBytes();
    try {
      take(decoder.binary(message), bytes);
    } catch (PacketException e) {
      refuse(e);
    }
  }

  private void refuse(PacketException e) {
    LOG.debug("bad packet from a client: {}", e.getMessage());
    io.badInput("packet");
    connection.close(CloseReasons.PARSE_ERROR);
  }

  private void take(@Nullable Packet packet, int bytes) {
    if (packet == null) {
      return;
    }
    Socket socket = sockets.get(packet.namespace());
    switch (packet) {
      case Packet.Connect connect when socket == null -> enter(connect);
      case Packet.Event event when socket != null -> socket.onEvent(event, bytes);
      case Packet.Ack ack when socket != null -> socket.onAck(ack);
      case Packet.Disconnect _ when socket != null -> leave(socket, "client namespace disconnect");
      default -> violation();
    }
  }

  /// Protocol, "Connection to a namespace": nothing but CONNECT for a namespace that the client is
  /// not in, and no CONNECT for one that it is in.
  private void violation() {
    io.badInput("namespace-order");
    connection.close(FORCED_SERVER_CLOSE);
  }

  // ---- entering a namespace ----

  private void enter(Packet.Connect packet) {
    String name = packet.namespace();
    if (entering == null) {
      entering = new HashSet<>(2);
    }
    if (sockets.size() + entering.size() >= io.settings().maxNamespaces || !entering.add(name)) {
      violation();
      return;
    }
    mailbox.execute(() -> new Entrance(io, this, packet).run());
  }

  /// Ends an attempt to enter, successful or not.
  void entered(String name) {
    if (entering != null) {
      entering.remove(name);
      if (entering.isEmpty()) {
        entering = null;
      }
    }
  }

  /// Adds a socket that has entered; its connect timeout is over.
  void add(Socket socket) {
    entered(socket.namespace().name());
    var more = new HashMap<>(sockets);
    more.put(socket.namespace().name(), socket);
    sockets = Map.copyOf(more);
    if (connectTimeout != null) {
      lane().timers().cancel(connectTimeout);
      connectTimeout = null;
    }
  }

  /// Tells the client that it may not enter.
  void reject(String name, PacketMessage refusal) {
    entered(name);
    if (!over) {
      connection.send(refusal);
    }
  }

  // ---- the end ----

  /// Sends the client out of one namespace.
  void disconnect(Socket socket) {
    if (sockets.get(socket.namespace().name()) == socket) {
      connection.send(PacketMessage.disconnect(socket.namespace().name(), Delivery.now()));
      leave(socket, "server namespace disconnect");
    }
  }

  /// Sends the client out of all namespaces and closes the connection.
  void disconnectAll() {
    disconnectAll(FORCED_SERVER_CLOSE);
  }

  /// The same, for a reason of its own.
  void disconnectAll(CloseReason reason) {
    sockets.values().forEach(this::disconnect);
    connection.close(reason);
  }

  private void leave(Socket socket, String reason) {
    var fewer = new HashMap<>(sockets);
    fewer.remove(socket.namespace().name());
    sockets = Map.copyOf(fewer);
    socket.end(false, reason);
  }

  @Override
  public void onClosed(CloseReason reason) {
    over = true;
    if (connectTimeout != null) {
      lane().timers().cancel(connectTimeout);
      connectTimeout = null;
    }
    // A client whose packets cannot be understood has no business coming back to its session.
    boolean recoverable =
        !reason.equals(CloseReasons.PARSE_ERROR) && !reason.equals(CloseReason.FLOOD);
    Map<String, Socket> all = sockets;
    sockets = Map.of();
    all.values().forEach(socket -> socket.end(recoverable, reason.phrase()));
  }

  // ---- flow ----

  @Override
  public void setReading(boolean reading) {
    lane().run(() -> connection.setReading(reading));
  }

  @Override
  public void overrun() {
    connection.close(CloseReason.FLOOD);
  }

  /// Ends a connection that has not entered any namespace in time.
  private final class ConnectTimeout extends Timed {
    @Override
    protected void onDeadline() {
      connectTimeout = null;
      connection.close(FORCED_SERVER_CLOSE);
    }
  }
}
