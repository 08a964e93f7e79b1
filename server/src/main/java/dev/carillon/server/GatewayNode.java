package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Store;
import dev.carillon.net.TrustedProxies;
import dev.carillon.redis.RedisSettings;
import dev.carillon.server.config.AppsConfig;
import dev.carillon.server.config.ServerConfig;
import dev.carillon.server.support.PublicationCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The node that the configuration asks for: one gateway, and the apps on it. Safe for any thread.
public final class GatewayNode implements Node {
  private final Gateway gateway;
  private final List<ServedApp> apps;

  private GatewayNode(Gateway gateway, List<ServedApp> apps) {
    this.gateway = gateway;
    this.apps = apps;
  }

  /// Starts the gateway with all apps that are to be served.
  ///
  /// @throws RuntimeException if it cannot start; nothing is left running then
  public static Node start(ServerConfig config, Instruments instruments) {
    List<ServedApp> apps = apps(config);
    GatewayBuilder builder =
        Gateway.builder().instruments(instruments).trustedProxies(proxies(config));
    if (config.lanes() > 0) {
      builder.lanes(config.lanes());
    }
    RedisSettings redis = config.redis().settings();
    if (redis != null) {
      builder.redis(redis);
    }
    apps.forEach(app -> app.mount(builder));
    var node = new GatewayNode(builder.start(), apps);
    try {
      apps.forEach(app -> app.start(node.gateway));
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static TrustedProxies proxies(ServerConfig config) {
    return TrustedProxies.of(
        config.trustedProxies(),
        config.readsForwarded()
            ? TrustedProxies.Header.FORWARDED
            : TrustedProxies.Header.X_FORWARDED_FOR);
  }

  private static List<ServedApp> apps(ServerConfig config) {
    AppsConfig configured = config.apps();
    var apps = new ArrayList<ServedApp>();
    if (configured.loomio() != null) {
      apps.add(new ServedLoomio(configured.loomio(), config.redis()));
    }
    if (configured.toggo() != null) {
      apps.add(new ServedToggo(configured.toggo()));
    }
    if (configured.eclipse() != null) {
      apps.add(new ServedEclipse(configured.eclipse()));
    }
    if (configured.echo() != null) {
      apps.add(new ServedEcho(configured.echo()));
    }
    return List.copyOf(apps);
  }

  @Override
  public Broker broker() {
    return gateway.broker();
  }

  @Override
  public Store store() {
    return gateway.store();
  }

  @Override
  public PublicationCheck publicationCheck() {
    return PublicationCheck.all(apps.stream().map(ServedApp::publicationCheck).toList());
  }

  @Override
  public int rooms() {
    return gateway.rooms();
  }

  @Override
  public List<String> addresses() {
    return apps.stream().flatMap(app -> app.addresses(gateway).stream()).toList();
  }

  @Override
  public void drain(Duration over) {
    gateway.drain(over);
  }

  /// Apps first, as they use the gateway's broker and store to the end.
  @Override
  public void close() {
    try {
      apps.forEach(ServedApp::close);
    } finally {
      gateway.close();
    }
  }
}
