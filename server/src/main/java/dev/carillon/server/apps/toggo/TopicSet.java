package dev.carillon.server.apps.toggo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A set of topics, some of them by how they begin or end: `trip.created`, `*.updated`, `poll.*`.
/// Immutable.
public final class TopicSet {
  private final Set<String> exact;
  private final List<String> beginnings = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();

  /// @param topics names, each with `*` at its beginning or at its end or not at all
  public TopicSet(Collection<String> topics) {
    exact = topics.stream().filter(topic -> !topic.contains("*")).collect(Collectors.toSet());
    for (String topic : topics) {
      if (topic.startsWith("*")) {
        ends.add(topic.substring(1));
      } else if (topic.endsWith("*")) {
        beginnings.add(topic.substring(0, topic.length() - 1));
      }
    }
  }

  boolean contains(String topic) {
    return exact.contains(topic)
        || ends.stream().anyMatch(topic::endsWith)
        || beginnings.stream().anyMatch(topic::startsWith);
  }
}
