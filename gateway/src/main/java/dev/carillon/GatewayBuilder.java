package dev.carillon;

import dev.carillon.cluster.NodeSettings;
import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Rooms;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.net.Endpoint;
import dev.carillon.net.ListenerSettings;
import dev.carillon.net.TrustedProxies;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Puts a [Gateway] together. Not safe for threads; used once.
public final class GatewayBuilder {
  private LinkMaker links = GatewayBuilder::embedded;
  private Clock clock = Clock.system();
  private RandomGenerator random = new SecureRandom();
  private Instruments instruments = Instruments.NONE;
  private ListenerSettings listeners = ListenerSettings.defaults();
  private NodeSettings node = NodeSettings.defaults();
  private int lanes = Math.min(64, Runtime.getRuntime().availableProcessors());
  private final List<App> apps = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();

  /// The broker and the store of a gateway, and who closes them. Immutable.
  private record Links(Broker broker, Store store, Runnable close) {}

  /// Makes the links at the start.
  private interface LinkMaker {
    Links open(Clock clock);
  }

  GatewayBuilder() {}

  /// Carries messages and shared state through Redis; without it, both stay in this process.
  ///
  /// @param url such as `redis://localhost:6379`; see [RedisSettings]
  /// @throws IllegalArgumentException if the URL is none; the text does not quote it
  public GatewayBuilder redis(String url) {
    return redis(RedisSettings.of(url));
  }

  /// Carries messages and shared state through Redis.
  public GatewayBuilder redis(RedisSettings settings) {
    RedisSettings ours = settings.copy();
    links =
        _ -> {
          RedisLink link = RedisLink.connect(ours);
          return new Links(link.broker(), link.store(), link::close);
        };
    return this;
  }

  /// Carries messages and shared state through a broker and a store of one's own.
  ///
  /// They stay the caller's, who closes them after the gateway. Like [#redis] this replaces what was said
  /// of either before.
  public GatewayBuilder broker(Broker broker, Store store) {
    links = _ -> new Links(broker, store, () -> {});
    return this;
  }

  /// Runs apps, started in this order and closed in the reverse one.
  ///
  /// @throws IllegalArgumentException if two have the same name
  public GatewayBuilder app(App... more) {
    for (App app : more) {
      if (apps.stream().anyMatch(known -> known.name().equals(app.name()))) {
        throw new IllegalArgumentException("there is an app named " + app.name() + " already");
      }
      apps.add(app);
    }
    return this;
  }

  /// Mounts endpoints that belong to no app on a port of all addresses; see [Mount].
  ///
  /// @param port 0 picks a free one; see [Gateway#port]
  public GatewayBuilder listen(int port, Endpoint... endpoints) {
    mounts.add(Mount.on(port, endpoints));
    return this;
  }

  /// Mounts endpoints that belong to no app on a port of one address.
  public GatewayBuilder listen(String host, int port, Endpoint... endpoints) {
    mounts.add(Mount.on(host, port, endpoints));
    return this;
  }

  /// Sets the number of lanes, 1 to 64; otherwise one per processor.
  ///
  /// @throws IllegalArgumentException for any other number
  public GatewayBuilder lanes(int count) {
    // Here and not only in the lanes: at the start, links would be open that nobody closes.
    if (count < 1 || count > Rooms.MAX_LANES) {
      throw new IllegalArgumentException("lanes: 1 to " + Rooms.MAX_LANES + ", not " + count);
    }
    lanes = count;
    return this;
  }

  /// Sets who counts what happens.
  public GatewayBuilder instruments(Instruments value) {
    instruments = value;
    return this;
  }

  /// Sets how TCP connections that speak HTTP are treated.
  public GatewayBuilder listeners(ListenerSettings value) {
    listeners = value.copy();
    return this;
  }

  /// Sets how this gateway takes its place among the nodes on the same Redis.
  public GatewayBuilder node(NodeSettings value) {
    node = value.copy();
    return this;
  }

  /// Sets which proxies are believed where a client is; by default none is.
  public GatewayBuilder trustedProxies(TrustedProxies value) {
    listeners = listeners.with(to -> to.proxies = value);
    return this;
  }

  /// Sets the clock, for tests.
  public GatewayBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  /// Sets where ids come from, for tests: whoever can predict it can take over connections.
  public GatewayBuilder random(RandomGenerator value) {
    random = value;
    return this;
  }

  /// Starts the gateway: its links, then the apps, then all endpoints; the ports are opened last.
  ///
  /// @throws GatewayException if a port cannot be opened
  /// @throws RuntimeException what an app throws that cannot start. Nothing is left running, whatever the
  ///     reason
  public Gateway start() {
    Links open = links.open(clock);
    var gateway =
        new Gateway(
            lanes, clock, random, instruments, open.broker(), open.store(), node, open.close());
    try {
      gateway.start(apps, mounts, listeners);
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  private static Links embedded(Clock clock) {
    Broker broker = new MemoryBroker();
    Store store = new MemoryStore(clock);
    return new Links(
        broker,
        store,
        () -> {
          broker.close();
          store.close();
        });
  }
}
