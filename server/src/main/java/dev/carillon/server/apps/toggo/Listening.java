package dev.carillon.server.apps.toggo;

import dev.carillon.channels.SharedSubscriptions;
import dev.carillon.core.Broker;
import java.util.concurrent.CompletionStage;

/// How a node hears of the trips that its clients follow. Safe for any thread; nothing waits.
interface Listening extends AutoCloseable {

  /// Needs the channel of a trip for one more follower.
  ///
  /// @return completes once the broker has confirmed; stays incomplete while the broker is down
  CompletionStage<Void> hold(String channel);

  /// Returns whether the broker has refused a channel that is needed; it is asked again.
  boolean isRefused(String channel);

  /// Needs it for one follower less.
  void release(String channel);

  @Override
  void close();

  /// Subscribes to the trips that somebody follows, each once.
  static Listening exactly(Broker broker, Broker.Listener listener) {
    var shared = new SharedSubscriptions(broker, listener);
    return new Listening() {
      @Override
      public CompletionStage<Void> hold(String channel) {
        return shared.acquire(channel);
      }

      @Override
      public boolean isRefused(String channel) {
        return shared.isRefused(channel);
      }

      @Override
      public void release(String channel) {
        shared.release(channel);
      }

      @Override
      public void close() {
        shared.close();
      }
    };
  }

  /// Subscribes to all trips at once, whether somebody follows them or not. Nobody hears anything without this
  /// one subscription, so the broker is not ready while it refuses it.
  static Listening toAll(Broker broker, Broker.Listener listener) {
    Broker.Subscription all = broker.subscribePattern(TripEventReader.PREFIX + "*", listener);
    CompletionStage<Void> established = all.established();
    return new Listening() {
      @Override
      public CompletionStage<Void> hold(String channel) {
        return established;
      }

      @Override
      public boolean isRefused(String channel) {
        return all.confirmed().toCompletableFuture().isCompletedExceptionally();
      }

      @Override
      public void release(String channel) {}

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
