package dev.carillon.presence;

import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.core.Nodes;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.FakeClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A node with a presence, as far as a presence needs one, and what its listener made of what it heard.
final class TestNode implements AutoCloseable {
  private static int made;

  final Nodes nodes;
  final Services services;
  final Presence presence;
  private final DefaultEventExecutor executor = new DefaultEventExecutor();
  private final Runnable closeLink;

  /// What was heard, as `room +user`, `room -user`, `room ~user`, `room =user`. Guarded by itself.
  private final List<String> heard = new ArrayList<>();

  /// Who is there if all of that is true, by room. Guarded by `heard`.
  private final Map<String, Map<String, PresentUser>> rooms = new HashMap<>();

  private int batches;
  private @Nullable Reports reports;

  static TestNode onMemory(Nodes nodes, FakeClock clock, PresenceSettings settings) {
    var broker = new MemoryBroker();
    var store = new MemoryStore(clock);
    return new TestNode(
        nodes,
        clock,
        settings,
        broker,
        store,
        () -> {
          broker.close();
          store.close();
        });
  }

  /// @param port of Redis, or of a proxy in front of it
  static TestNode onRedis(Nodes nodes, FakeClock clock, PresenceSettings settings, int port) {
    RedisLink link = RedisLink.connect(RedisSettings.of("redis://127.0.0.1:" + port));
    return new TestNode(nodes, clock, settings, link.broker(), link.store(), link::close);
  }

  private TestNode(
      Nodes nodes,
      FakeClock clock,
      PresenceSettings settings,
      Broker broker,
      Store store,
      Runnable closeLink) {
    this.nodes = nodes;
    this.closeLink = closeLink;
    var lane = new Lane(0, executor, UnpooledByteBufAllocator.DEFAULT, clock, Instruments.NONE);
    services =
        new Services(
            List.of(lane), clock, new Random(made++), Instruments.NONE, broker, store, nodes);
    presence = Presence.open("test", services, settings);
    presence.onChange(this::hear);
  }

  private void hear(RoomChanges batch) {
    synchronized (heard) {
      batches++;
      for (Change change : batch.changes()) {
        PresentUser user = change.user();
        char sign = "+~=-".charAt(change.kind().ordinal());
        heard.add(batch.room() + " " + sign + user.id());
        Map<String, PresentUser> room = rooms.computeIfAbsent(batch.room(), r -> new TreeMap<>());
        if (change.kind() == Change.Kind.LEFT) {
          room.remove(user.id());
        } else {
          room.put(user.id(), user);
        }
      }
    }
  }

  void awaitReady(Time time) {
    time.until(presence.ready().toCompletableFuture()::isDone);
  }

  List<String> heard() {
    synchronized (heard) {
      return List.copyOf(heard);
    }
  }

  /// Returns how often something was heard.
  long heard(String what) {
    synchronized (heard) {
      return heard.stream().filter(what::equals).count();
    }
  }

  int batches() {
    synchronized (heard) {
      return batches;
    }
  }

  /// Returns who is in a room, by what was heard.
  List<String> users(String room) {
    synchronized (heard) {
      return List.copyOf(rooms.getOrDefault(room, Map.of()).keySet());
    }
  }

  /// Returns how many devices a user has, by what was heard.
  int devices(String room, String user) {
    synchronized (heard) {
      PresentUser known = rooms.getOrDefault(room, Map.of()).get(user);
      return known == null ? 0 : known.devices().size();
    }
  }

  /// Tells a backend, before anybody enters.
  void report(Backend backend, ReportSettings settings) {
    reports = Reports.open(presence, services, settings, Map.of("web", backend));
  }

  /// Ends it. It says no more, as if it had been killed.
  @Override
  public void close() {
    closeLink.run();
    if (reports != null) {
      reports.close();
    }
    presence.close();
    executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
