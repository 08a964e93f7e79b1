package dev.carillon.access;

import dev.carillon.support.FakeClock;

final class RevocationsOnMemoryTest extends RevocationsBehaviour {
  @Override
  Links links(FakeClock clock) {
    return Links.inMemory(clock);
  }
}
