package dev.carillon.auth;

import dev.carillon.core.Store;
import dev.carillon.memory.MemoryStore;
import dev.carillon.support.FakeClock;

final class StoreAuthenticatorOnMemoryTest extends StoreAuthenticatorBehaviour {
  private final Store store = new MemoryStore(new FakeClock());

  @Override
  Store store() {
    return store;
  }
}
