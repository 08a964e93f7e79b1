package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Publisher;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Publishes records on `/records`, and notices on `/system_notice`.
///
/// ```java
/// loomio.publish(Comment.class, List.of(comment), Audience.group(comment.groupId()));
/// ```
///
/// Loading and writing happen on the caller's thread; what a loader or a serializer throws, the caller gets. Safe
/// for any thread.
public final class LoomioPublisher {
  /// The channel of records.
  public static final String RECORDS = "/records";

  /// The channel of notices.
  public static final String NOTICES = "/system_notice";

  private final Publisher publisher;
  private final Serializers serializers;

  /// Publishes what is registered, over a publisher.
  public LoomioPublisher(Publisher publisher, Serializers serializers) {
    this.publisher = publisher;
    this.serializers = serializers;
  }

  /// Publishes records and what they refer to; none at all when there are no records.
  ///
  /// @throws IllegalArgumentException if a kind is not registered
  public <T> CompletionStage<Void> publish(
      Class<T> type, Collection<? extends T> records, Audience audience) {
    return publish(type, records, audience, null, Map.of());
  }

  /// Publishes records and what they refer to; none at all when there are no records.
  ///
  /// @param root the name of their collection; `null`: that of their kind
  /// @param scope what serializers can ask for
  /// @throws IllegalArgumentException if a kind is not registered
  public <T> CompletionStage<Void> publish(
      Class<T> type,
      Collection<? extends T> records,
      Audience audience,
      @Nullable String root,
      Map<String, ?> scope) {
    if (records.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    var publication = new Publication(serializers, scope, audience.userId());
    publication.write(type, root, records);
    return publish(publication.collections(), audience);
  }

  /// Publishes records to each of several audiences, as [EventAudiences] names them; a message each, in their order.
  ///
  /// @return completes when all were taken
  /// @throws IllegalArgumentException if a kind is not registered
  public <T> CompletionStage<Void> publish(
      Class<T> type, Collection<? extends T> records, List<Audience> audiences) {
    return CompletableFuture.allOf(
        audiences.stream()
            .map(audience -> publish(type, records, audience).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /// Publishes collections that are written already; nothing at all when all of them are empty.
  ///
  /// @param collections values are as [JsonObject] takes them
  public CompletionStage<Void> publish(
      Map<String, ? extends Collection<?>> collections, Audience audience) {
    if (collections.values().stream().allMatch(Collection::isEmpty)) {
      return CompletableFuture.completedStage(null);
    }
    var message = new JsonObject().put("room", audience.room()).put("records", collections);
    return publisher.publish(RECORDS, message.bytes());
  }

  /// Shows everybody a notice.
  ///
  /// @param version of the program that is running: `2.24.0`
  /// @param notice in Markdown
  /// @param reload whether browsers should load the program anew
  public CompletionStage<Void> publishNotice(String version, String notice, boolean reload) {
    var message =
        new JsonObject().put("version", version).put("notice", notice).put("reload", reload);
    return publisher.publish(NOTICES, message.bytes());
  }
}
