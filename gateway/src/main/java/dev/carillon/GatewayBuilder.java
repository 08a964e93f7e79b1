package dev.carillon;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Rooms;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.net.Endpoint;
import dev.carillon.net.ListenerSettings;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Puts a [Gateway] together. Not safe for threads; used once.
public final class GatewayBuilder {
  private @Nullable RedisSettings redis;
  private Clock clock = Clock.system();
  private RandomGenerator random = new SecureRandom();
  private Instruments instruments = Instruments.NONE;
  private ListenerSettings listeners = ListenerSettings.DEFAULT;
  private int lanes = Math.min(64, Runtime.getRuntime().availableProcessors());
  private final List<Mount> mounts = new ArrayList<>();

  /// Where endpoints are mounted.
  record Mount(String host, int port, List<Endpoint> endpoints) {}

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
    redis = settings;
    return this;
  }

  /// Mounts endpoints on a port of all addresses; a request goes to the first that accepts its path.
  ///
  /// @param port 0 picks a free one; see [Gateway#port]
  public GatewayBuilder listen(int port, Endpoint... endpoints) {
    return listen("0.0.0.0", port, endpoints);
  }

  /// Mounts endpoints on a port of one address.
  public GatewayBuilder listen(String host, int port, Endpoint... endpoints) {
    mounts.add(new Mount(host, port, List.of(endpoints)));
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
    listeners = value;
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

  /// Starts the gateway: opens the ports last.
  ///
  /// @throws GatewayException if a port cannot be opened; nothing is left running then
  public Gateway start() {
    RedisSettings shared = redis;
    if (shared == null) {
      Broker broker = new MemoryBroker();
      Store store = new MemoryStore(clock);
      return start(
          broker,
          store,
          () -> {
            broker.close();
            store.close();
          });
    }
    RedisLink link = RedisLink.connect(shared);
    return start(link.broker(), link.store(), link::close);
  }

  private Gateway start(Broker broker, Store store, Runnable closeLinks) {
    var gateway = new Gateway(lanes, clock, random, instruments, broker, store, closeLinks);
    try {
      gateway.open(mounts, listeners);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }
}
