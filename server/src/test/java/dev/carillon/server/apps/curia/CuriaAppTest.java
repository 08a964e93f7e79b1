package dev.carillon.server.apps.curia;

import dev.carillon.GatewayBuilder;

/// Curia on the embedded broker and store.
class CuriaAppTest extends CuriaBehaviour {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }
}
