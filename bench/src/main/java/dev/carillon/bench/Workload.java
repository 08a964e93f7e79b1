package dev.carillon.bench;

import java.util.List;

/// What is asked of a server.
///
/// @param clients connections, each with a token of its own
/// @param messageBytes size of a published message
/// @param window messages on their way at most (closed loop); 0 with a fixed rate
/// @param perSecond messages per second; 0 for the closed loop
/// @param ownRooms whether each message goes to one random client's own room, or to all
/// @param sampling one of how many events is looked into for its latency
/// @param figures what is reported; nothing is published when there is no rate among them and no latency
record Workload(
    String name,
    String about,
    int clients,
    int messageBytes,
    int window,
    int perSecond,
    boolean ownRooms,
    int sampling,
    List<Figure> figures) {

  private static final int BYTES = 300;

  /// All workloads, in the order in which they are run and printed.
  static List<Workload> all() {
    return List.of(
        new Workload(
            "fan-out",
            "1000 clients in one room, 32 messages on their way",
            1000,
            BYTES,
            32,
            0,
            false,
            61,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY, Figure.MEMORY)),
        new Workload(
            "fan-out-single",
            "1000 clients in one room, 1 message on its way",
            1000,
            BYTES,
            1,
            0,
            false,
            61,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY)),
        new Workload(
            "latency",
            "10 messages per second to 1000 clients",
            1000,
            BYTES,
            0,
            10,
            false,
            1,
            List.of(Figure.P50, Figure.P99, Figure.CPU_PER_DELIVERY)),
        new Workload(
            "idle",
            "10,000 connections that hear nothing",
            10_000,
            BYTES,
            0,
            0,
            false,
            1,
            List.of(Figure.PER_CONNECTION, Figure.MEMORY, Figure.CONNECT, Figure.CONNECT_CPU)),
        new Workload(
            "many-rooms",
            "5000 clients, each in its own room, 512 messages on their way",
            5000,
            BYTES,
            512,
            0,
            true,
            7,
            List.of(Figure.DELIVERIES, Figure.CPU_PER_DELIVERY, Figure.P99, Figure.MEMORY)));
  }

  boolean idle() {
    return window == 0 && perSecond == 0;
  }

  /// How many deliveries one message makes.
  int fanOut() {
    return ownRooms ? 1 : clients;
  }

  /// The same with at most `most` connections.
  Workload atMost(int most) {
    int fewer = Math.min(clients, most);
    return new Workload(
        name, about, fewer, messageBytes, window, perSecond, ownRooms, sampling, figures);
  }
}
