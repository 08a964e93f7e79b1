package dev.carillon.presence;

import dev.carillon.core.Nodes;

class ReportsOnMemoryTest extends ReportsBehaviour {
  @Override
  TestNode open(Nodes nodes, PresenceSettings settings) {
    return TestNode.onMemory(nodes, time.clock, settings);
  }
}
