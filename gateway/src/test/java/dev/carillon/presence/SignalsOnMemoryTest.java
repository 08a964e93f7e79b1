package dev.carillon.presence;

import dev.carillon.core.Nodes;

class SignalsOnMemoryTest extends SignalsBehaviour {
  @Override
  TestNode open(Nodes nodes, PresenceSettings settings) {
    return TestNode.onMemory(nodes, time.clock, settings);
  }
}
