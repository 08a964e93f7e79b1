package dev.carillon.bench;

import java.util.List;

/// What is asked of a server.
///
/// @param clients connections
/// @param messageBytes size of a published message
/// @param sampling one of how many messages from the server is looked into for its latency
/// @param peer whom Carillon is measured beside
/// @param figures what is reported
record Workload(
    String name,
    App app,
    int clients,
    int messageBytes,
    Pace pace,
    int sampling,
    Contender peer,
    List<Figure> figures) {

  private static final int BYTES = 300;

  /// Fits 1000 events in a message of 200 KB, so that a burst fits what the machine moves in a second.
  private static final int EVENT_BYTES = 200;

  /// All workloads, in the order in which they are run and printed.
  static List<Workload> all() {
    return List.of(
        loomio(
            "fan-out",
            1000,
            Pace.closed(32),
            61,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY, Figure.MEMORY)),
        loomio(
            "fan-out-single",
            1000,
            Pace.closed(1),
            61,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY)),
        loomio(
            "latency",
            1000,
            Pace.steady(10),
            1,
            List.of(Figure.P50, Figure.P99, Figure.CPU_PER_DELIVERY)),
        loomio(
            "idle",
            10_000,
            Pace.NONE,
            1,
            List.of(Figure.PER_CONNECTION, Figure.MEMORY, Figure.CONNECT, Figure.CONNECT_CPU)),
        loomio(
            "many-rooms",
            5000,
            Pace.closedToOne(512),
            7,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY, Figure.P99, Figure.MEMORY)),
        besideRaw("chat", App.ECLIPSE, BYTES, Pace.steady(10)),
        besideRaw("trip", App.TOGGO, EVENT_BYTES, Pace.bursts(1000)));
  }

  private static Workload loomio(
      String name, int clients, Pace pace, int sampling, List<Figure> figures) {
    return new Workload(name, App.LOOMIO, clients, BYTES, pace, sampling, Contender.NODE, figures);
  }

  private static Workload besideRaw(String name, App app, int messageBytes, Pace pace) {
    List<Figure> figures = List.of(Figure.P50, Figure.P99, Figure.LONGEST, Figure.CPU_PER_DELIVERY);
    return new Workload(name, app, 1000, messageBytes, pace, 1, Contender.RAW, figures);
  }

  boolean idle() {
    return pace.equals(Pace.NONE);
  }

  /// How many deliveries one message makes.
  int fanOut() {
    return pace.ownRooms() ? 1 : clients;
  }

  /// The same with at most `most` connections.
  Workload atMost(int most) {
    int fewer = Math.min(clients, most);
    return new Workload(name, app, fewer, messageBytes, pace, sampling, peer, figures);
  }
}
