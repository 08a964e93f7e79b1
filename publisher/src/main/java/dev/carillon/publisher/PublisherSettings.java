package dev.carillon.publisher;

import java.time.Duration;

/// How much a publisher holds, for how long, and what it does when the link is lost. Immutable.
///
/// @param capacity messages that may wait for their answer; further ones fail at once
/// @param capacityBytes the same in bytes, each message counting for its length and 200 more
/// @param timeout after which a message has failed
/// @param onLoss what becomes of messages when the link is lost
public record PublisherSettings(int capacity, long capacityBytes, Duration timeout, OnLoss onLoss) {

  /// What a waiting message takes besides its own bytes.
  static final int OVERHEAD = 200;

  /// Checks the values.
  public PublisherSettings {
    if (capacity < 1 || capacity > 10_000_000 || capacityBytes < 1) {
      throw new IllegalArgumentException("a capacity is from 1 to 10,000,000 messages, and 1 byte");
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a timeout is from 1 ms to 1 h");
    }
  }

  /// Returns 10,000 messages, 64 MiB, 5 s, and [OnLoss#FAIL].
  public static PublisherSettings defaults() {
    return new PublisherSettings(10_000, 64L << 20, Duration.ofSeconds(5), OnLoss.FAIL);
  }

  /// Returns the same with another capacity.
  public PublisherSettings withCapacity(int messages, long bytes) {
    return new PublisherSettings(messages, bytes, timeout, onLoss);
  }

  /// Returns the same with another timeout.
  public PublisherSettings withTimeout(Duration other) {
    return new PublisherSettings(capacity, capacityBytes, other, onLoss);
  }

  /// Returns the same with another way to take a loss.
  public PublisherSettings on(OnLoss other) {
    return new PublisherSettings(capacity, capacityBytes, timeout, other);
  }
}
