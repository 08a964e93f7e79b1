package dev.carillon.bench;

/// Something that is measured, as the table names it.
enum Figure {
  DELIVERIES("deliveries per second", 0, true),
  CPU_PER_DELIVERY("server CPU per delivery, µs", 2, false),
  P50("latency p50, ms", 2, false),
  P99("latency p99, ms", 2, false),
  LONGEST("longest latency, ms", 2, false),
  PER_CONNECTION("memory per connection, KiB", 1, false),
  MEMORY("server memory, MiB", 0, false),
  CONNECT("time to connect all, s", 2, false),
  CONNECT_CPU("server CPU to connect all, s", 2, false);

  private final String label;
  private final int decimals;
  private final boolean moreIsBetter;

  Figure(String label, int decimals, boolean moreIsBetter) {
    this.label = label;
    this.decimals = decimals;
    this.moreIsBetter = moreIsBetter;
  }

  String label() {
    return label;
  }

  int decimals() {
    return decimals;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }
}
