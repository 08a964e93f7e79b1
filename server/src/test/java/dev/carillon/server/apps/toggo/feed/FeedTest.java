package dev.carillon.server.apps.toggo.feed;

import dev.carillon.GatewayBuilder;
import java.time.Duration;

/// The feed in the embedded store.
class FeedTest extends FeedBehaviour {
  @Override
  GatewayBuilder keptBy(GatewayBuilder builder) {
    return builder;
  }

  @Override
  void pass(Duration time) {
    clock().advance(time);
  }
}
