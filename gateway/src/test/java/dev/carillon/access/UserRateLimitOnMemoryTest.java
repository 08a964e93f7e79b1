package dev.carillon.access;

import dev.carillon.support.FakeClock;

final class UserRateLimitOnMemoryTest extends UserRateLimitBehaviour {
  @Override
  Links links(FakeClock clock) {
    return Links.inMemory(clock);
  }
}
