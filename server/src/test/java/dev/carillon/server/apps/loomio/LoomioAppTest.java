package dev.carillon.server.apps.loomio;

import dev.carillon.GatewayBuilder;

/// Loomio on the embedded broker and store.
class LoomioAppTest extends LoomioBehaviour {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }
}
