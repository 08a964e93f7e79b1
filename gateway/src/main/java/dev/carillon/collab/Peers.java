package dev.carillon.collab;

import dev.carillon.core.Broker;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// The same document on other nodes: one channel of the broker, on which each node tells the others what was done
/// on it.
///
/// **The rule.** A change, and a cursor that moved, are published once by the node on which that happened, and
/// stored once, by that node. Who opens a document asks, by saying what it has; who has more answers, to that
/// node alone, and who lacks something asks in return.
///
/// **Gaps.** The broker delivers at most once. Every node numbers what it says about a document; whoever
/// notices that a number is missing asks again, and so does everybody whose link was down. As a question says
/// what its sender has, it does not matter what was lost. A message that could not be published is not kept:
/// the question after the outage makes up for it.
///
/// **What a node trusts.** All bytes from the broker are untrusted: what cannot be read is counted and
/// dropped, and an update that is refused changes nothing.
///
/// Confined to the inbox of the document; the broker's thread only hands over.
final class Peers implements AutoCloseable {
  /// What happens here when others say something.
  interface Listener {
    /// Runs something in the inbox of the document.
    void execute(Runnable task);

    /// Others have changed something.
    void onChange(byte[] update);

    /// Cursors of others came, moved or went.
    void onAwareness(byte[] update);

    /// Somebody says what it has.
    ///
    /// @param mayAsk whether to ask in return for what is lacking here
    void onQuestion(String node, byte[] stateVector, boolean mayAsk);

    /// The link is there, for the first time or again, or something was missed: it is time to ask.
    void onGap();
  }

  private final String node;
  private final String channel;
  private final Broker broker;
  private final Listener listener;
  private final Broker.Subscription subscription;

  /// By node, the number of its latest message.
  private final Map<String, Long> heard = new HashMap<>();

  private long said;

  /// @param node the name of this node among those that have the document
  Peers(String node, String channel, Broker broker, Listener listener) {
    this.node = node;
    this.channel = channel;
    this.broker = broker;
    this.listener = listener;
    this.subscription =
        broker.subscribe(channel, (name, bytes) -> listener.execute(() -> hear(bytes)));
    CompletionStage<Void> confirmed = subscription.confirmed();
    confirmed.thenRun(() -> listener.execute(listener::onGap));
  }

  void say(PeerMessage.Kind kind, byte[] body) {
    say(kind, "", body);
  }

  void say(PeerMessage.Kind kind, String to, byte[] body) {
    said++;
    broker.publish(channel, new PeerMessage(kind, node, to, said, body).encode());
  }

  private void hear(byte[] bytes) {
    PeerMessage message = PeerMessage.decode(bytes);
    if (message == null || message.from().equals(node)) {
      return;
    }
    Long last = heard.put(message.from(), message.number());
    boolean gap = last == null ? message.number() > 1 : message.number() != last + 1;
    if (message.to().isEmpty() || message.to().equals(node)) {
      switch (message.kind()) {
        case CHANGE, ANSWER -> listener.onChange(message.body());
        case AWARENESS -> listener.onAwareness(message.body());
        case QUESTION -> listener.onQuestion(message.from(), message.body(), true);
        case COUNTER_QUESTION -> listener.onQuestion(message.from(), message.body(), false);
      }
    }
    if (gap) {
      listener.onGap();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
