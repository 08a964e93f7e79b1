package dev.carillon.publisher;

/// What is done with a message when there is no link, or when the link is lost before the answer.
public enum OnLoss {
  /// It fails at once: each message is published once at most.
  FAIL,
  /// It waits for the next link, in order, until its time is over: what was on its way may be published twice.
  RETRY
}
