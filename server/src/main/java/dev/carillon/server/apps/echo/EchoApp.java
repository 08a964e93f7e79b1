package dev.carillon.server.apps.echo;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Services;
import dev.carillon.engineio.EngineConnection;
import dev.carillon.engineio.EngineIo;
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
final class EchoApp implements App {
  private static final String ENGINE_PATH = "/engine.io/";

  private final EchoSettings settings;

  EchoApp(EchoSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public RunningApp start(Services services) {
    SocketIoSettings socketIo = settings.socketIo();
    var plain =
        new EngineIo(
            "echo-engine", socketIo.engine.with(to -> to.path = ENGINE_PATH), Echo::new, null);
    return RunningApp.of(Mount.on(settings.bind, settings.port, socketIo(socketIo), plain));
  }

  private static SocketIo socketIo(SocketIoSettings settings) {
    SocketIo socketIo = SocketIo.create("echo", settings);
    Namespace main = socketIo.main();
    tellAuth(main);
    tellAuth(socketIo.of("/custom"));
    main.onConnection(socket -> {
      socket.on("message", event -> socket.emit("message-back", event.args()));
      socket.on("message-with-ack", EchoApp::acknowledge);
    });
    return socketIo;
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
