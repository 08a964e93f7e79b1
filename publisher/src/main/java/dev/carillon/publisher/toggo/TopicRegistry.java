package dev.carillon.publisher.toggo;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The topics that may be published. Safe for any thread.
public final class TopicRegistry {
  private static final Set<String> OF_TOGGO =
      Set.of(
          "poll.created",
          "poll.updated",
          "poll.deleted",
          "poll.vote_added",
          "poll.vote_removed",
          "poll.ranking_submitted",
          "trip.created",
          "trip.updated",
          "trip.deleted",
          "membership.added",
          "membership.removed",
          "membership.updated",
          "comment.created",
          "comment.updated",
          "comment.deleted",
          "file.uploaded",
          "file.deleted",
          "notification.sent",
          "activity.created",
          "category.created");

  private final Set<String> topics = ConcurrentHashMap.newKeySet();

  /// Makes a registry without topics.
  public TopicRegistry() {}

  /// Returns a registry with the twenty topics of Toggo.
  public static TopicRegistry ofToggo() {
    var registry = new TopicRegistry();
    registry.topics.addAll(OF_TOGGO);
    return registry;
  }

  /// Adds a topic.
  ///
  /// @throws IllegalArgumentException if it is empty
  public TopicRegistry register(String topic) {
    if (topic.isEmpty()) {
      throw new IllegalArgumentException("a topic is not empty");
    }
    topics.add(topic);
    return this;
  }

  /// Takes a topic out: it is refused from now on.
  public TopicRegistry unregister(String topic) {
    topics.remove(topic);
    return this;
  }

  /// Whether a topic may be published.
  public boolean contains(String topic) {
    return topics.contains(topic);
  }

  /// Returns all topics, sorted.
  public Set<String> topics() {
    return new TreeSet<>(topics);
  }
}
