package dev.carillon.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// The gateways that share a broker and a store, and this one among them.
///
/// Each node has an id and holds a lease in the store, which it renews every second or so. A node is
/// *present* from the moment it first has a lease until it gives it back, or until another node ends
/// it because it ran out. That end is one atomic step in the store, so all nodes agree on it,
/// whatever their clocks say. Others learn of a node that stops at once, and of one that dies within
/// the lease and a second. An id is never used twice: a node that was declared dead while it was
/// merely paused or cut off notices at its next attempt to renew, takes a new id, and is told so
/// ([Listener#lapsed]).
///
/// Whoever lost sight of the store says nothing of the others: after a gap it waits for the length
/// of a lease, in which they can come back, before it ends the lease of anyone.
///
/// The first use of anything but [#self()] starts it all. A gateway that never asks costs Redis
/// nothing, and its Redis user needs no rights for it. With the embedded broker there is one node,
/// and everything holds for it that is said here.
///
/// **Threads.** All methods may be called from any thread and none of them blocks.
public interface Nodes {

  /// Returns the id of this node. It changes when the node lapses.
  String self();

  /// Returns the ids of all nodes that are present as far as this one knows, its own included.
  Set<String> present();

  /// Returns whether this node certainly has its lease at this moment: no other can have declared it
  /// dead. `false` before the first lease, once the store has been out of reach for too long, and
  /// from the first instant after a long pause of the process.
  boolean holdsLease();

  /// Adds a listener. It is told first of the nodes that are there already.
  void onChange(Listener listener);

  /// Asks all nodes, this one included, and gathers what they answer.
  ///
  /// The stage completes once all have answered, have gone or are known not to answer, or when the
  /// limit is over; never exceptionally for want of an answer. It does so on a virtual thread.
  ///
  /// @param topic what the question is about, which chooses the [Answerer]; without line breaks
  /// @param question at most [#MAX_QUESTION] bytes
  /// @param limit how long to wait, 1 ms or more
  /// @throws IllegalArgumentException if the question is too long, or the limit or topic is none
  CompletionStage<Answers> ask(String topic, byte[] question, Duration limit);

  /// Has this node answer questions on a topic.
  ///
  /// @throws IllegalStateException if it does already
  void answer(String topic, Answerer answerer);

  /// Bytes that a question may have.
  int MAX_QUESTION = 4 * 1024 * 1024;

  /// Bytes that a part of an answer may have.
  int MAX_PART = 1024 * 1024;

  /// Bytes that all parts of all answers to one question may have; who exceeds them is cut short.
  int MAX_ANSWERS = 16 * 1024 * 1024;

  /// Hears who comes and goes.
  ///
  /// Each listener is told on a virtual thread, one thing at a time and in order; it may block. What
  /// happens meanwhile is summed up: a node that came and went unnoticed is left out.
  interface Listener {
    /// A node is present. Never told of this one.
    default void joined(String node) {}

    /// A node is no longer present, and will never be again under this id.
    default void left(String node, Departure how) {}

    /// This node was declared dead by others while it was paused or cut off, or the store has
    /// forgotten everything. It goes on as `now`, and announces anew what it had announced.
    default void lapsed(String was, String now) {}

    /// This node is not sure of its lease any more: others may declare it dead.
    default void suspended() {}

    /// This node is sure of its lease again, for the first time or after [#suspended]; told after
    /// [#lapsed] if it is another one. What it keeps in the store may have expired meanwhile.
    default void resumed() {}
  }

  /// How a node left.
  enum Departure {
    /// It said so.
    STOPPED,
    /// Its lease ran out.
    DIED
  }

  /// Answers questions on one topic.
  interface Answerer {
    /// Called once per question, in the broker's order, on the broker's thread or on the thread of a
    /// node that asks itself: it must return soon and never block. The answer may come later, from
    /// any thread. If it throws, the question counts as failed.
    void onQuestion(Question question);
  }

  /// A question that this node was asked. Safe for any thread.
  interface Question {
    /// Returns what is asked; the array belongs to the answerer.
    byte[] body();

    /// Returns how long whoever asks will wait, counted from when the question was asked.
    Duration limit();

    /// Answers, or answers further: the parts arrive in the order in which they were given.
    ///
    /// @param part at most [#MAX_PART] bytes
    /// @throws IllegalArgumentException if there are more
    void answer(byte[] part);

    /// Says that there is nothing to add; what is given after that is dropped. Idempotent.
    void end();

    /// Says that this node cannot answer, or not to the end. Idempotent.
    void fail();
  }
}
