package dev.carillon.publisher;

import java.util.concurrent.CompletionStage;

/// Publishes messages on channels.
///
/// In a program that has a gateway in it, `gateway::publish` is one.
@FunctionalInterface
public interface Publisher {
  /// Publishes a message; returns at once.
  ///
  /// Messages that one thread publishes go out in its order. The stage completes when the message was taken, and
  /// not when somebody has heard it, and fails with a [PublishException] when it was not, or when nobody knows.
  ///
  /// @param message must not be changed until the stage has completed
  CompletionStage<Void> publish(String channel, byte[] message);
}
