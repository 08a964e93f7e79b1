package dev.carillon.access;

import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.FakeClock;
import java.util.ArrayList;
import java.util.List;

/// What nodes are linked by: one embedded broker and store for all, or a link to Redis for each. Confined to
/// one test.
interface Links extends AutoCloseable {
  /// A node's own broker and store.
  record Link(Broker broker, Store store) {}

  /// Returns a link for one more node.
  Link next();

  @Override
  void close();

  static Links inMemory(FakeClock clock) {
    var broker = new MemoryBroker();
    var store = new MemoryStore(clock);
    return new Links() {
      @Override
      public Link next() {
        return new Link(broker, store);
      }

      @Override
      public void close() {
        broker.close();
        store.close();
      }
    };
  }

  static Links overRedis(String url) {
    List<RedisLink> open = new ArrayList<>();
    return new Links() {
      @Override
      public Link next() {
        RedisLink link = RedisLink.connect(RedisSettings.of(url));
        open.add(link);
        await().until(() -> link.broker().state() == Broker.State.READY);
        return new Link(link.broker(), link.store());
      }

      @Override
      public void close() {
        open.forEach(RedisLink::close);
      }
    };
  }
}
