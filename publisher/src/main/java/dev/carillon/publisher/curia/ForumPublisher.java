package dev.carillon.publisher.curia;

import dev.carillon.publisher.Publisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Publishes the forum's events, all on one channel. Safe for any thread.
public final class ForumPublisher {
  /// The channel, unless the gateway is told otherwise.
  public static final String CHANNEL = "curia:events";

  private final Publisher publisher;
  private final String channel;

  /// Publishes on [#CHANNEL].
  public ForumPublisher(Publisher publisher) {
    this(publisher, CHANNEL);
  }

  /// Publishes on another channel: `apps.curia.events-channel`.
  public ForumPublisher(Publisher publisher, String channel) {
    this.publisher = publisher;
    this.channel = channel;
  }

  /// Publishes an event.
  public CompletionStage<Void> publish(CuriaEvent event) {
    return publisher.publish(channel, event.bytes());
  }

  /// Publishes events, in their order.
  ///
  /// @return completes when all were taken
  public CompletionStage<Void> publish(List<CuriaEvent> events) {
    return CompletableFuture.allOf(
        events.stream()
            .map(event -> publish(event).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }
}
