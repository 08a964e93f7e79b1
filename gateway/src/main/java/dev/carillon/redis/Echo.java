package dev.carillon.redis;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A small message that this node publishes and hears again: the proof that the two links are of use.
///
/// A link can be up, answer each PING and take each PUBLISH, and yet lead nowhere: to a primary that was demoted
/// behind its clients' backs, or to a node that its cluster has forgotten. Only a message that comes back by the
/// way of all others tells. So one goes out when both links are up, and one with each beat from then on.
///
/// What Redis has accepted and does not bring back within two beats is lost. Where other messages arrive
/// meanwhile, it may wait behind them, and gets five. What Redis has not accepted proves nothing: it may be held up
/// (`CLIENT PAUSE`), and a link that is dead is found by its own probe. A user that may not use the channel does
/// without.
///
/// Confined to the event loop.
final class Echo {
  static final String CHANNELS = "carillon:echo:";

  private static final int MOST_BEATS = 2;
  private static final int MOST_BEATS_UNDER_LOAD = 5;

  private final Publisher publisher;
  private final Runnable onHeard;
  private final Consumer<String> onSilence;
  private boolean linked;
  private boolean proven;

  /// Whether a message is out that was not heard yet.
  private boolean out;

  private boolean accepted;
  private int beats;
  private long sentNanos;
  private int number;
  private long receivedBefore;
  private volatile long roundTripNanos;

  /// Publishes on the echo's channel.
  interface Publisher {
    /// @return `null` if there is no link
    @Nullable CompletionStage<?> publish(String message);
  }

  /// @param onHeard called when a message has come back for the first time on these links, or is known to be forbidden
  /// @param onSilence told why these links are of no use
  Echo(Publisher publisher, Runnable onHeard, Consumer<String> onSilence) {
    this.publisher = publisher;
    this.onHeard = onHeard;
    this.onSilence = onSilence;
  }

  /// Both links are up, and the channel is subscribed. Calls again count for nothing.
  void linked() {
    if (!linked) {
      linked = true;
      send();
    }
  }

  /// One of the links is gone.
  void unlinked() {
    linked = false;
    proven = false;
    out = false;
    number++;
  }

  /// Returns whether these links carry messages, as far as can be known.
  boolean isProven() {
    return proven;
  }

  /// Returns how long the last message was on its way; 0 before the first. Any thread.
  long roundTripNanos() {
    return roundTripNanos;
  }

  /// @param received how many messages have arrived on the link
  void beat(long received) {
    boolean others = received != receivedBefore;
    receivedBefore = received;
    if (!linked) {
      return;
    }
    if (!out) {
      send();
    } else if (accepted && ++beats >= (others ? MOST_BEATS_UNDER_LOAD : MOST_BEATS)) {
      onSilence.accept("does not bring back what it accepts");
    }
  }

  private void send() {
    int sent = ++number;
    CompletionStage<?> reply = publisher.publish(Integer.toString(sent));
    if (reply == null) {
      return;
    }
    out = true;
    accepted = false;
    beats = 0;
    sentNanos = System.nanoTime();
    reply.whenComplete((receivers, failure) -> {
      if (sent != number || !out) {
        return;
      }
      if (failure == null) {
        accepted = true;
      } else {
        out = false; // to be sent again with the next beat
        if (Replies.reason(failure).equals("NOPERM")) {
          prove();
        }
      }
    });
  }

  /// A message has come back.
  void heard(String message) {
    if (out && message.equals(Integer.toString(number))) {
      out = false;
      roundTripNanos = System.nanoTime() - sentNanos;
      prove();
    }
  }

  /// The channel may not be subscribed, so that nothing can be proven.
  void forbidden() {
    out = false;
    prove();
  }

  private void prove() {
    if (!proven) {
      proven = true;
      onHeard.run();
    }
  }
}
