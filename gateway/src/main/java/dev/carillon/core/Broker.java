package dev.carillon.core;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Carries messages from backends to nodes, and from node to node.
///
/// **Delivery** is at most once: what is published while a node has no link to the broker does not
/// reach that node, and [#state()] says that there was such a time. **Order** is that of the
/// broker: listeners of one subscription see messages in the order in which the broker accepted
/// them, and so does every other node that is subscribed through the same server.
///
/// **Threads.** All methods may be called from any thread and none of them blocks. Listeners are
/// called on the broker's own thread, one call at a time; they must return soon and never block,
/// because every later message waits behind them. A listener that throws loses that one message,
/// which is logged without its body.
///
/// Payloads are bytes, and are neither read nor changed.
public interface Broker extends AutoCloseable {

  /// Receives what is published on a channel.
  @FunctionalInterface
  interface Listener {
    /// Called once per message.
    ///
    /// @param channel the exact channel it was published on, also for a pattern subscription
    /// @param message the payload; the array belongs to the listener from here on
    void onMessage(String channel, byte[] message);
  }

  /// Publishes to every subscriber of a channel, on this node and on all others.
  ///
  /// The returned stage completes when the broker has accepted the message, and fails with a
  /// [BrokerException] at once when there is no link to it: nothing is queued for later, since a
  /// late burst of stale messages helps nobody.
  CompletionStage<Void> publish(String channel, byte[] message);

  /// Subscribes to one exact channel.
  ///
  /// Subscriptions are counted: the first one of a channel subscribes it at the broker, closing the
  /// last one unsubscribes it.
  Subscription subscribe(String channel, Listener listener);

  /// Subscribes to all channels that match a glob (`*`, `?`, `[a-c]`, `\` escapes), as in Redis.
  Subscription subscribePattern(String glob, Listener listener);

  /// Returns whether nodes other than this one can be reached through this broker.
  boolean reachesOtherNodes();

  /// Returns the state at this moment.
  State state();

  /// Adds a listener that hears of every change of state, on the broker's thread.
  void onStateChange(Consumer<State> listener);

  /// Returns how often a lost link was established again.
  long reconnects();

  /// Returns how long the last message was on its way that this node published for itself to hear. Zero before
  /// the first one, and where messages do not leave the process.
  default Duration roundTrip() {
    return Duration.ZERO;
  }

  /// Closes all subscriptions and the link. Idempotent.
  @Override
  void close();

  /// A hold on a channel or pattern; closing it lets go. Idempotent.
  interface Subscription extends AutoCloseable {
    /// Completes when the broker has confirmed the subscription: all that is published from then
    /// on reaches the listener. Stays incomplete while the broker is down.
    ///
    /// Fails with a [BrokerException] when the broker refuses it, or when it is closed before. A refused
    /// subscription is held on to: the broker is asked again, and once it has granted it, the listener hears,
    /// and this method returns a completed stage. Ask this method each time rather than keep its answer.
    CompletionStage<Void> confirmed();

    /// Completes when the broker has confirmed the subscription, however often it refused before. Fails only
    /// when it is closed before.
    ///
    /// For those who cannot do without it, such as an app that has only this one channel: from this call on,
    /// the broker is not [State#READY] while it refuses the subscription.
    default CompletionStage<Void> established() {
      return confirmed();
    }

    @Override
    void close();
  }

  /// Where the link to the broker stands.
  enum State {
    /// No link yet, or link without all subscriptions confirmed.
    CONNECTING,
    /// Linked, and every subscription is confirmed; of those that the broker refused, the ones that somebody
    /// cannot do without ([Subscription#established()]).
    READY,
    /// The link was lost; it is being established again.
    DOWN,
    /// Closed for good.
    CLOSED
  }
}
