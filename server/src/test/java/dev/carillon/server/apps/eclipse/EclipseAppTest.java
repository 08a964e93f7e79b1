package dev.carillon.server.apps.eclipse;

import dev.carillon.GatewayBuilder;

/// Eclipse on the embedded broker.
class EclipseAppTest extends EclipseBehaviour {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }
}
