package dev.carillon.server.apps.toggo;

import dev.carillon.json.BadJson;
import dev.carillon.server.support.PublicationCheck;
import org.jspecify.annotations.Nullable;

/// Refuses to publish what would reach nobody: for the gateway's own ways to publish, where topics are
/// checked strictly. Immutable, safe for any thread.
final class TopicRule implements PublicationCheck {
  private final TripEventReader reader;
  private final TopicSet known;

  TopicRule(TripEventReader reader, TopicSet known) {
    this.reader = reader;
    this.known = known;
  }

  @Override
  public @Nullable String refusal(String channel, byte[] message) {
    if (!channel.startsWith(TripEventReader.PREFIX)) {
      return null;
    }
    try {
      String topic = reader.read(channel, message).topic();
      return known.contains(topic) ? null : "the topic is not in apps.toggo.topics.known";
    } catch (BadJson e) {
      return "not an event of a trip: " + e.reason();
    }
  }
}
