package dev.carillon.server.apps.toggo;

import dev.carillon.core.Interest;
import dev.carillon.json.BadJson;
import org.jspecify.annotations.Nullable;

/// Refuses to publish what would reach nobody: for the gateway's own ways to publish, where topics are
/// checked strictly. Immutable, safe for any thread.
final class TopicRule {
  private final TripEventReader reader;
  private final TopicSet known;

  private TopicRule(TripEventReader reader, TopicSet known) {
    this.reader = reader;
    this.known = known;
  }

  /// Returns the rule that is set; `null` if topics are not checked strictly.
  static @Nullable TopicRule of(ToggoSettings.Intake settings) {
    return settings.topics() == ToggoSettings.TopicCheck.REFUSE
        ? new TopicRule(TripEventReader.of(settings), settings.knownTopics())
        : null;
  }

  /// Tells what becomes of a message on the channel of a trip.
  Interest interestIn(String channel, byte[] message) {
    try {
      String topic = reader.read(channel, message).topic();
      return known.contains(topic)
          ? Interest.HEARD
          : Interest.refused("the topic is not in apps.toggo.topics.known");
    } catch (BadJson e) {
      return Interest.refused("not an event of a trip: " + e.reason());
    }
  }
}
