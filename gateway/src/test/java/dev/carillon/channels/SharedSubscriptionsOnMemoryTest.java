package dev.carillon.channels;

import dev.carillon.core.Broker;
import dev.carillon.memory.MemoryBroker;
import org.junit.jupiter.api.AfterEach;

final class SharedSubscriptionsOnMemoryTest extends SharedSubscriptionsBehaviour {
  private final MemoryBroker broker = new MemoryBroker();

  @Override
  Broker broker() {
    return broker;
  }

  @AfterEach
  void stop() {
    broker.close();
  }
}
