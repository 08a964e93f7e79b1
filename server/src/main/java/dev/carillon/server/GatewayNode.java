package dev.carillon.server;

import dev.carillon.Address;
import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.Store;
import dev.carillon.net.ListenerSettings;
import dev.carillon.redis.RedisSettings;
import java.time.Duration;
import java.util.List;

/// The node that the configuration asks for: one gateway with its apps. Safe for any thread.
public final class GatewayNode implements Node {
  private final Gateway gateway;

  private GatewayNode(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Starts the gateway with all apps that are to be served.
  ///
  /// @param connections how many TCP connections of clients there may be
  /// @throws RuntimeException if it cannot start; nothing is left running then
  public static Node start(ServerConfig config, int connections, Instruments instruments) {
    GatewayBuilder builder =
        Gateway.builder()
            .instruments(instruments)
            .listeners(ListenerSettings.defaults().with(to -> to.maxConnections = connections))
            .trustedProxies(config.server().gateway.proxies())
            .app(config.apps().toArray(App[]::new));
    int lanes = config.server().gateway.lanes;
    if (lanes > 0) {
      builder.lanes(lanes);
    }
    RedisSettings redis = config.server().redis.link();
    if (redis != null) {
      builder.redis(redis);
    }
    return new GatewayNode(builder.start());
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
  public Interest.Source apps() {
    return gateway::interestIn;
  }

  @Override
  public int rooms() {
    return gateway.rooms();
  }

  @Override
  public List<Address> addresses() {
    return gateway.addresses();
  }

  @Override
  public void drain(Duration over) {
    gateway.drain(over);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
