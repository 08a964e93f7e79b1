package dev.carillon.socketio;

import dev.carillon.Gateway;
import dev.carillon.support.FakeClock;
import dev.carillon.support.Leaks;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A gateway on two lanes with one Socket.IO endpoint and a clock that the test moves. Safe for any
/// thread.
final class SocketIoServer implements AutoCloseable {
  final FakeClock clock = new FakeClock();
  final SocketIo io;
  final Gateway gateway;

  /// The sockets of the main namespace, in the order in which they entered.
  final List<Socket> sockets = new CopyOnWriteArrayList<>();

  SocketIoServer() {
    this(SocketIoSettings.defaults());
  }

  SocketIoServer(SocketIoSettings settings) {
    io = SocketIo.create("test", settings);
    io.onConnection(sockets::add);
    gateway = Gateway.builder().lanes(2).clock(clock).listen("127.0.0.1", 0, io).start();
  }

  static SocketIoServer withRecovery(RecoverySettings recovery) {
    return new SocketIoServer(SocketIoSettings.defaults().with(to -> to.recovery = recovery));
  }

  /// Opens a connection that has entered no namespace.
  Peer connect() {
    return new Peer(gateway.port(io));
  }

  /// Opens a connection and enters the main namespace.
  Peer enter() {
    Peer peer = connect();
    peer.send("40");
    peer.welcome();
    return peer;
  }

  /// Returns the socket of the main namespace with that id, once the app was told of it.
  Socket socket(String id) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      for (Socket socket : sockets.reversed()) {
        if (socket.id().equals(id)) {
          return socket;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no such socket");
  }

  /// Waits for a stage.
  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public void close() {
    gateway.close();
    Leaks.check();
  }

  /// A client that speaks packets over a WebSocket. Confined to one thread.
  static final class Peer implements AutoCloseable {
    final RawSocket socket;
    String sid = "";
    String pid = "";

    Peer(int port) {
      socket = RawSocket.connect(port);
      socket.upgrade("/socket.io/?EIO=4&transport=websocket");
      next();
    }

    Peer send(String packet) {
      socket.sendText(packet);
      return this;
    }

    Peer send(byte[] attachment) {
      socket.sendBinary(attachment);
      return this;
    }

    /// Returns the next text packet; pings are answered on the way.
    String next() {
      while (true) {
        Frame frame = socket.readFrame();
        if (frame.opcode() == 8) {
          return "closed";
        }
        String packet = frame.text();
        if (!packet.equals("2")) {
          return packet;
        }
        socket.sendText("3");
      }
    }

    byte[] nextBinary() {
      Frame frame = socket.readFrame();
      if (frame.opcode() != 2) {
        throw new AssertionError("not binary: " + frame.text());
      }
      return frame.payload();
    }

    /// Takes the packet that says it has entered.
    String welcome() {
      return welcome(next());
    }

    String welcome(String packet) {
      if (!packet.startsWith("40")) {
        throw new AssertionError("not entered: " + packet);
      }
      String[] parts = packet.split("\"", -1);
      sid = parts[3];
      pid = parts.length > 7 ? parts[7] : "";
      return packet;
    }

    /// Asks for an echo from a namespace that has no handlers: what came before has come.
    Peer sync() {
      send("40/sync,");
      String answer = next();
      if (!answer.equals("44/sync,{\"message\":\"Invalid namespace\"}")) {
        throw new AssertionError("something came: " + answer);
      }
      return this;
    }

    boolean isClosed() {
      return next().equals("closed");
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
