package dev.carillon.server.apps.toggo;

import dev.carillon.GatewayBuilder;

/// Toggo on the embedded broker and store.
class ToggoAppTest extends ToggoBehaviour {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }

  @Override
  int followers() {
    return 1000;
  }
}
