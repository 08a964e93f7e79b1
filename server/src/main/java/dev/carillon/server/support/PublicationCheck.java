package dev.carillon.server.support;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an app does not want to be published on its channels. Safe for any thread; computes and never
/// waits.
///
/// It is asked on the gateway's own ways to publish. What is published in Redis is there already, and the
/// app has to deal with it.
@FunctionalInterface
public interface PublicationCheck {
  /// Takes everything.
  PublicationCheck NONE = (channel, message) -> null;

  /// Returns what is wrong with a message, in words for its sender that quote none of it; `null` if it
  /// may be published.
  @Nullable String refusal(String channel, byte[] message);

  /// Returns a check that takes what all of these take.
  static PublicationCheck all(Collection<PublicationCheck> checks) {
    List<PublicationCheck> asked = checks.stream().filter(check -> !NONE.equals(check)).toList();
    return (channel, message) -> {
      for (PublicationCheck check : asked) {
        String refusal = check.refusal(channel, message);
        if (refusal != null) {
          return refusal;
        }
      }
      return null;
    };
  }
}
