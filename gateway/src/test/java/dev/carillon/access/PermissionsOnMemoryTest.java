package dev.carillon.access;

import dev.carillon.support.FakeClock;

final class PermissionsOnMemoryTest extends PermissionsBehaviour {
  @Override
  Links links(FakeClock clock) {
    return Links.inMemory(clock);
  }
}
