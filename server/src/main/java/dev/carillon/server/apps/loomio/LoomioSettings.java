package dev.carillon.server.apps.loomio;

import java.time.Duration;

/// What can be set about Loomio's record updates. Immutable; start from [#defaults()].
///
/// @param maxMessageBytes the longest message taken from the broker. The publisher sends one model
///     with what belongs to it, a few KiB and rarely more than 100 KiB; a message above the limit is
///     not delivered to anybody
/// @param maxDepth how deep such a message may nest; the documents inside are rich text, whose
///     lists within lists stay below 50
/// @param reread how often the rooms of a connected user are read again; zero: only on recovery
/// @param rereadConcurrency how many tokens are looked up at once
/// @param patience how long a client is held at the door while the store does not answer or the
///     broker is not ready, before its connection is closed so that it tries again
/// @param legacy whether namespaces that begin with `/records` are served, for older clients
/// @param catchupRecords how many record sets one `catchup` answers with, over all rooms
public record LoomioSettings(
    int maxMessageBytes,
    int maxDepth,
    Duration reread,
    int rereadConcurrency,
    Duration patience,
    boolean legacy,
    int catchupRecords) {

  /// The settings that need no reason to be changed.
  public static LoomioSettings defaults() {
    return new LoomioSettings(
        1024 * 1024, 128, Duration.ofMinutes(1), 8, Duration.ofSeconds(20), true, 1000);
  }

  /// Checks what the types cannot.
  ///
  /// @throws IllegalArgumentException if a value is out of range
  public LoomioSettings {
    require(maxMessageBytes >= 2, "max-message-bytes: at least 2");
    require(maxDepth >= 1, "max-depth: at least 1");
    require(!reread.isNegative(), "reread: at least 0");
    require(rereadConcurrency >= 1, "reread-concurrency: at least 1");
    require(!patience.isNegative(), "patience: at least 0");
    require(catchupRecords >= 1, "catchup-records: at least 1");
  }

  /// These settings with another interval between readings of a user's rooms.
  public LoomioSettings withReread(Duration interval) {
    return new LoomioSettings(
        maxMessageBytes, maxDepth, interval, rereadConcurrency, patience, legacy, catchupRecords);
  }

  /// These settings with another wait at the door.
  public LoomioSettings withPatience(Duration wait) {
    return new LoomioSettings(
        maxMessageBytes, maxDepth, reread, rereadConcurrency, wait, legacy, catchupRecords);
  }

  /// These settings with or without the namespaces of older clients.
  public LoomioSettings withLegacy(boolean served) {
    return new LoomioSettings(
        maxMessageBytes, maxDepth, reread, rereadConcurrency, patience, served, catchupRecords);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
