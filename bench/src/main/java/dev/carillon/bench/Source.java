package dev.carillon.bench;

import org.jspecify.annotations.Nullable;

/// Where the messages come from that clients hear.
interface Source extends AutoCloseable {

  /// The server publishes by itself, from the moment when all clients are there.
  Source SERVER =
      new Source() {
        @Override
        public void one() {}

        @Override
        public void start() {}

        @Override
        public @Nullable String failure() {
          return null;
        }

        @Override
        public long stop() {
          return -1;
        }

        @Override
        public void close() {}
      };

  /// Publishes one message that every client hears.
  void one();

  /// Publishes from now on at the pace of the workload.
  void start();

  /// Why publishing ended early or messages were given up, if so.
  @Nullable String failure();

  /// Publishes no more, and returns how many messages there were; -1 when nobody knows.
  long stop();

  @Override
  void close();
}
