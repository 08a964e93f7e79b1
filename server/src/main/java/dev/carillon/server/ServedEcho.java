package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.server.apps.echo.EchoApp;
import dev.carillon.server.config.EchoConfig;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIoSettings;
import java.util.List;

/// Echo: the target of protocol conformance tests. Immutable.
final class ServedEcho implements ServedApp {
  private final EchoConfig config;
  private final EchoApp app;

  ServedEcho(EchoConfig config) {
    this.config = config;
    this.app = new EchoApp(settings(config));
  }

  @Override
  public void mount(GatewayBuilder gateway) {
    gateway.listen(config.bind(), config.port(), app.socketIo(), app.engineIo());
  }

  @Override
  public void start(Gateway gateway) {}

  @Override
  public List<String> addresses(Gateway gateway) {
    return List.of(
        Sockets.address(gateway, app.socketIo(), config.bind(), config.path()),
        Sockets.address(gateway, app.engineIo(), config.bind(), EchoApp.ENGINE_PATH));
  }

  @Override
  public void close() {}

  private static SocketIoSettings settings(EchoConfig config) {
    SocketIoSettings base = SocketIoSettings.defaults();
    return base.withConnectTimeout(config.connectTimeout())
        .withRecovery(Sockets.recovery(config.recoveryWindow(), RecoverySettings.defaults()))
        .withEngine(
            base.engine()
                .withPath(config.path())
                .withHeartbeat(config.pingInterval(), config.pingTimeout())
                .withMaxPayload(config.maxPayload())
                .withMaxOutbound(config.maxOutbound())
                .withOrigins(Sockets.origins(config.allowedOrigins())));
  }
}
