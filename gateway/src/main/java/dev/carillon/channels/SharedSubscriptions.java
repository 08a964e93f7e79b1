package dev.carillon.channels;

import dev.carillon.core.Broker;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// The broker's channels that connections of this node need, each subscribed once for all of them.
///
/// The first one that needs a channel subscribes it, the last one that lets go unsubscribes it; the
/// listener hears each message once, whatever the number of connections. Safe for any thread; nothing
/// waits.
public final class SharedSubscriptions implements AutoCloseable {
  private final Broker broker;
  private final Broker.Listener listener;
  private final ConcurrentHashMap<String, Shared> byChannel = new ConcurrentHashMap<>();

  /// A subscription and how many need it. Changed only under the map's lock on its channel.
  private static final class Shared {
    private final Broker.Subscription subscription;
    private int holders;

    Shared(Broker.Subscription subscription) {
      this.subscription = subscription;
    }
  }

  /// @param listener hears what is published, on the broker's thread
  public SharedSubscriptions(Broker broker, Broker.Listener listener) {
    this.broker = broker;
    this.listener = listener;
  }

  /// Needs a channel, until as many calls of [#release].
  ///
  /// @return completes once the broker has confirmed: all that is published from then on is heard.
  ///     Stays incomplete while the broker is down
  public CompletionStage<Void> acquire(String channel) {
    Shared shared =
        byChannel.compute(
            channel,
            (key, known) -> {
              Shared held = known == null ? new Shared(broker.subscribe(key, listener)) : known;
              held.holders++;
              return held;
            });
    return shared.subscription.confirmed();
  }

  /// Needs a channel no longer.
  public void release(String channel) {
    byChannel.computeIfPresent(
        channel,
        (key, shared) -> {
          if (--shared.holders > 0) {
            return shared;
          }
          shared.subscription.close();
          return null;
        });
  }

  /// Returns whether a channel is needed and the broker has refused it. It is asked again.
  public boolean isRefused(String channel) {
    Shared shared = byChannel.get(channel);
    return shared != null
        && shared.subscription.confirmed().toCompletableFuture().isCompletedExceptionally();
  }

  /// Returns the number of channels that are subscribed.
  public int size() {
    return byChannel.size();
  }

  /// Lets go of all channels.
  @Override
  public void close() {
    for (String channel : byChannel.keySet()) {
      byChannel.computeIfPresent(
          channel,
          (key, shared) -> {
            shared.subscription.close();
            return null;
          });
    }
  }
}
