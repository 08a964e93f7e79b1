package dev.carillon.core;

import org.jspecify.annotations.Nullable;

/// What apps make of a message that somebody wants to publish. Immutable.
///
/// It is asked on the gateway's own ways to publish. What is published in Redis is there already, and the apps
/// have to deal with it.
///
/// @param apps how many apps hear the channel
/// @param refusal why one of them does not want this message on it, in words for its sender that quote none of
///     the message; `null` if none objects
public record Interest(int apps, @Nullable String refusal) {
  /// The channel is nothing to the app.
  public static final Interest NONE = new Interest(0, null);

  /// The app hears the channel, and takes the message.
  public static final Interest HEARD = new Interest(1, null);

  /// Says who is interested. Safe for any thread; computes and never waits.
  @FunctionalInterface
  public interface Source {
    /// Nobody is, and nobody objects.
    Source NOBODY = (channel, message) -> NONE;

    /// Returns what is made of a message.
    Interest interestIn(String channel, byte[] message);
  }

  /// Returns the interest of an app that hears the channel, and does not want the message.
  public static Interest refused(String why) {
    return new Interest(1, why);
  }

  /// Returns the interest of both; of two refusals the first counts.
  public Interest and(Interest other) {
    return new Interest(apps + other.apps, refusal == null ? other.refusal : refusal);
  }
}
