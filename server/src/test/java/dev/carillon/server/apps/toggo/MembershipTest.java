package dev.carillon.server.apps.toggo;

import dev.carillon.GatewayBuilder;

/// Members on the embedded broker and store.
class MembershipTest extends MembershipBehaviour {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }
}
