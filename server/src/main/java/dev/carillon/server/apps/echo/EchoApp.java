package dev.carillon.server.apps.echo;

import dev.carillon.core.CloseReason;
import dev.carillon.engineio.EngineConnection;
import dev.carillon.engineio.EngineIo;
import dev.carillon.engineio.EngineIoSettings;
import dev.carillon.engineio.EngineListener;
import dev.carillon.engineio.EngineMessage;
import dev.carillon.socketio.Event;
import dev.carillon.socketio.Namespace;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/// The server that the official protocol suites test against.
///
/// Plain Engine.IO at `/engine.io/` returns every message as it came. Socket.IO tells whoever enters
/// `/` or `/custom` in an event `auth` what they entered with; in `/` the event `message` comes back
/// as `message-back`, and `message-with-ack` is acknowledged with its own arguments. Other namespaces
/// are refused. Immutable.
public final class EchoApp {
  /// Where plain Engine.IO is served.
  public static final String ENGINE_PATH = "/engine.io/";

  private final EngineIo engineIo;
  private final SocketIo socketIo;

  public EchoApp(SocketIoSettings settings) {
    EngineIoSettings engine = settings.engine().withPath(ENGINE_PATH);
    this.engineIo = new EngineIo("echo-engine", engine, Echo::new, null);
    this.socketIo = SocketIo.create("echo", settings);
    Namespace main = socketIo.main();
    tellAuth(main);
    tellAuth(socketIo.of("/custom"));
    main.onConnection(socket -> {
      socket.on("message", event -> socket.emit("message-back", event.args()));
      socket.on("message-with-ack", EchoApp::acknowledge);
    });
  }

  /// Returns the Socket.IO endpoint.
  public SocketIo socketIo() {
    return socketIo;
  }

  /// Returns the Engine.IO endpoint.
  public EngineIo engineIo() {
    return engineIo;
  }

  private static void tellAuth(Namespace namespace) {
    namespace.onConnection(socket -> socket.emit("auth", socket.handshake().auth()));
  }

  private static void acknowledge(Event event) {
    event.ack(event.args());
  }

  /// Returns every message as it came. Confined to the connection's lane.
  private record Echo(EngineConnection connection) implements EngineListener {
    @Override
    public void onText(ByteBuf message) {
      connection.send(EngineMessage.text(ByteBufUtil.getBytes(message)));
    }

    @Override
    public void onBinary(ByteBuf message) {
      connection.send(EngineMessage.binary(ByteBufUtil.getBytes(message)));
    }

    @Override
    public void onClosed(CloseReason reason) {}
  }
}
