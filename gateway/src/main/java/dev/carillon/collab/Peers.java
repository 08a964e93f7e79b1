package dev.carillon.collab;

import dev.carillon.core.Alarm;
import dev.carillon.core.Broker;
import dev.carillon.core.Lane;
import dev.carillon.yjs.StateVector;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

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
  /// How long a question waits, so that one is asked for all that is noticed within a moment.
  private static final Duration PAUSE = Duration.ofMillis(20);

  /// What may wait of what others have said. More is dropped, and asked for.
  private static final long MAX_WAITING_BYTES = 16 * 1024 * 1024;

  /// The document. Called in its inbox, but for [#execute]; what takes bytes throws
  /// [UpdateRefusedException] where they cannot be read.
  interface Listener {
    /// Runs something in the inbox of the document, unless it is closed by then.
    void execute(Runnable task);

    /// Others have changed something.
    ///
    /// @return false if it builds on what is not here
    boolean onChange(byte[] update);

    /// Cursors of others came, moved or went.
    void onAwareness(byte[] update);

    /// Returns what is here.
    StateVector have();

    /// Returns what somebody lacks.
    byte[] lacking(StateVector known);

    /// Tells others of the cursors that belong here.
    void announceCursors();

    /// Somebody said what cannot be read.
    void onBadMessage();
  }

  private final String node;
  private final String channel;
  private final Broker broker;
  private final Listener listener;
  private final Alarm question;
  private final Broker.Subscription subscription;

  /// By node, the number of its latest message.
  private final Map<String, Long> heard = new HashMap<>();

  private long said;
  private boolean asking;
  private final AtomicLong waitingBytes = new AtomicLong();

  /// @param node the name of this node among those that have the document
  Peers(String node, String channel, Broker broker, Lane lane, Listener listener) {
    this.node = node;
    this.channel = channel;
    this.broker = broker;
    this.listener = listener;
    this.question = new Alarm(lane, () -> listener.execute(this::ask));
    this.subscription = broker.subscribe(channel, (name, bytes) -> receive(bytes));
    subscription.confirmed().thenRun(() -> listener.execute(this::askSoon));
  }

  /// Tells the others something. What cannot be published is not kept.
  void say(PeerMessage.Kind kind, byte[] body) {
    say(kind, "", body);
  }

  private void say(PeerMessage.Kind kind, String to, byte[] body) {
    said++;
    broker.publish(channel, new PeerMessage(kind, node, to, said, body).encode());
  }

  /// Has the others asked, in a moment, for what is lacking here.
  void askSoon() {
    if (!asking) {
      asking = true;
      question.set(PAUSE);
    }
  }

  private void ask() {
    asking = false;
    say(PeerMessage.Kind.QUESTION, listener.have().encode());
    listener.announceCursors();
  }

  /// On the broker's thread.
  private void receive(byte[] bytes) {
    long before = waitingBytes.getAndAdd(bytes.length);
    if (before > 0 && before + bytes.length > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes.length);
      listener.execute(this::askSoon);
      return;
    }
    listener.execute(() -> {
      waitingBytes.addAndGet(-bytes.length);
      hear(bytes);
    });
  }

  private void hear(byte[] bytes) {
    PeerMessage message = PeerMessage.decode(bytes);
    if (message == null) {
      listener.onBadMessage();
      return;
    }
    if (message.from().equals(node)) {
      return;
    }
    Long last = heard.put(message.from(), message.number());
    boolean gap = last == null ? message.number() > 1 : message.number() != last + 1;
    if (message.to().isEmpty() || message.to().equals(node)) {
      try {
        gap |= !take(message);
      } catch (UpdateRefusedException e) {
        listener.onBadMessage();
      }
    }
    if (gap) {
      askSoon();
    }
  }

  /// @return false if it builds on what is not here
  private boolean take(PeerMessage message) {
    switch (message.kind()) {
      case CHANGE, ANSWER -> {
        return listener.onChange(message.body());
      }
      case AWARENESS -> listener.onAwareness(message.body());
      case QUESTION -> answer(message, true);
      case COUNTER_QUESTION -> answer(message, false);
    }
    return true;
  }

  private void answer(PeerMessage question, boolean mayAsk) {
    StateVector theirs = StateVector.decode(question.body());
    say(PeerMessage.Kind.ANSWER, question.from(), listener.lacking(theirs));
    listener.announceCursors();
    if (mayAsk && !listener.have().covers(theirs)) {
      say(PeerMessage.Kind.COUNTER_QUESTION, question.from(), listener.have().encode());
    }
  }

  @Override
  public void close() {
    question.cancel();
    subscription.close();
  }
}
