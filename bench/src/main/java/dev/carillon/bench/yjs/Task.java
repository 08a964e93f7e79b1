package dev.carillon.bench.yjs;

/// What is timed of each workload. The label is also the name by which Node knows it.
enum Task {
  ONE_BY_ONE("one by one"),
  PASSING_ON("one by one, passing on"),
  AT_ONCE("at once"),
  ENCODE("encode"),
  DECODE_AND_ENCODE("decode and encode");

  private final String label;

  Task(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
