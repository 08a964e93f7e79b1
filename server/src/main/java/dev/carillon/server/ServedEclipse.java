package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.server.apps.eclipse.EclipseApp;
import dev.carillon.server.apps.eclipse.EclipseSettings;
import dev.carillon.server.config.EclipseConfig;
import java.util.List;

/// Eclipse's chat. Confined to the thread that starts and stops the node.
final class ServedEclipse implements ServedApp {
  private final EclipseConfig config;
  private final EclipseApp app;

  ServedEclipse(EclipseConfig config) {
    this.config = config;
    this.app = new EclipseApp(settings(config), channels(config));
  }

  @Override
  public void mount(GatewayBuilder gateway) {
    gateway.listen(config.bind(), config.port(), app.endpoint());
  }

  @Override
  public void start(Gateway gateway) {
    app.start(gateway);
  }

  @Override
  public List<String> addresses(Gateway gateway) {
    return List.of(Sockets.address(gateway, app.endpoint(), config.bind(), "/"));
  }

  @Override
  public void close() {
    app.close();
  }

  private static EclipseSettings settings(EclipseConfig config) {
    return new EclipseSettings(
        config.jwtSecret().value(),
        config.apiUrl(),
        config.apiSecret().value(),
        config.apiTimeout(),
        config.apiConcurrency(),
        config.patience(),
        config.roleRules(),
        config.closeOnExpiry(),
        config.maxMessage(),
        config.maxConnectionsPerChat(),
        config.healthDetails());
  }

  private static ChannelsSettings channels(EclipseConfig config) {
    return EclipseApp.channels()
        .withOrigins(Sockets.origins(config.allowedOrigins()))
        .withHeartbeat(config.pingInterval(), config.pingTimeout())
        .withMaxMessage(config.maxPayload())
        .withMaxConnections(config.maxConnections(), Integer.MAX_VALUE)
        .withMaxOutbound(config.maxOutbound());
  }
}
