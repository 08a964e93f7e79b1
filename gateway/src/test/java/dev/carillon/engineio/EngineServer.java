package dev.carillon.engineio;

import dev.carillon.Gateway;
import dev.carillon.core.CloseReason;
import dev.carillon.support.FakeClock;
import dev.carillon.support.Leaks;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A gateway whose one endpoint echoes every message, with a clock that the test moves.
/// Safe for any thread.
final class EngineServer implements AutoCloseable {
  final FakeClock clock = new FakeClock();
  final List<EngineConnection> connections = new CopyOnWriteArrayList<>();
  final List<CloseReason> closed = new CopyOnWriteArrayList<>();
  final EngineIo endpoint;
  final Gateway gateway;

  EngineServer() {
    this(EngineIoSettings.defaults(), null);
  }

  EngineServer(EngineIoSettings settings) {
    this(settings, null);
  }

  EngineServer(EngineIoSettings settings, @Nullable HandshakeGuard guard) {
    this(settings, guard, 2);
  }

  EngineServer(EngineIoSettings settings, @Nullable HandshakeGuard guard, int lanes) {
    endpoint = new EngineIo("echo", settings, this::listen, guard);
    gateway = Gateway.builder().lanes(lanes).clock(clock).listen("127.0.0.1", 0, endpoint).start();
  }

  private EngineListener listen(EngineConnection connection) {
    connections.add(connection);
    return new EngineListener() {
      @Override
      public void onText(ByteBuf message) {
        connection.send(EngineMessage.text(ByteBufUtil.getBytes(message)));
      }

      @Override
      public void onBinary(ByteBuf message) {
        connection.send(EngineMessage.binary(ByteBufUtil.getBytes(message)));
      }

      @Override
      public void onClosed(CloseReason reason) {
        closed.add(reason);
      }
    };
  }

  RawSocket connect() {
    return RawSocket.connect(gateway.port(endpoint));
  }

  /// Returns the client of a new session that polls.
  Poller poll() {
    return new Poller(this);
  }

  /// Returns a WebSocket with a session of its own, past the open packet.
  RawSocket webSocket() {
    RawSocket socket = connect();
    socket.upgrade("/engine.io/?EIO=4&transport=websocket");
    String open = socket.readFrame().text();
    if (!open.startsWith("0{")) {
      throw new AssertionError("not an open packet: " + open);
    }
    return socket;
  }

  /// Sends to the client of the session that was opened last.
  void send(String text) {
    EngineConnection connection = connections.getLast();
    connection.lane().execute(() -> connection.send(EngineMessage.text(text.getBytes(UTF_8))));
  }

  void send(byte[] bytes) {
    EngineConnection connection = connections.getLast();
    connection.lane().execute(() -> connection.send(EngineMessage.binary(bytes)));
  }

  @Override
  public void close() {
    gateway.close();
    Leaks.check();
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  /// A session over HTTP long-polling: one TCP connection for polls, one for posts.
  static final class Poller implements AutoCloseable {
    RawSocket gets;
    RawSocket posts;
    final Response handshake;
    final String sid;

    Poller(EngineServer server) {
      gets = server.connect();
      posts = server.connect();
      gets.request("GET", "/engine.io/?EIO=4&transport=polling");
      handshake = gets.readResponse();
      sid = handshake.text().split("\"", -1)[3];
    }

    /// Goes on over new TCP connections: those that idle have a deadline of their own.
    void reconnect(EngineServer server) {
      close();
      gets = server.connect();
      posts = server.connect();
    }

    String target() {
      return "/engine.io/?EIO=4&transport=polling&sid=" + sid;
    }

    /// Begins a poll.
    void ask() {
      gets.request("GET", target());
    }

    /// Polls and returns the body.
    String poll() {
      ask();
      return gets.readResponse().text();
    }

    void beginPost(String body, String... headers) {
      String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = "Content-Length: " + body.getBytes(UTF_8).length;
      posts.request("POST", target(), all).send(body);
    }

    Response post(String body, String... headers) {
      beginPost(body, headers);
      return posts.readResponse();
    }

    /// Opens a WebSocket for the same session and returns it after the handshake.
    RawSocket probe(EngineServer server) {
      RawSocket socket = server.connect();
      socket.upgrade("/engine.io/?EIO=4&transport=websocket&sid=" + sid);
      return socket;
    }

    @Override
    public void close() {
      gets.close();
      posts.close();
    }
  }
}
