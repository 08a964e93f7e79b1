package dev.carillon.server.ops;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// `POST /publish`: how a backend without Redis publishes. Safe for any thread.
final class PublishApi implements PublishRequests.Dialect {
  private final Publisher publisher;
  private final PublicationReader reader;

  PublishApi(Publisher publisher, int maxBytes) {
    this.publisher = publisher;
    this.reader = new PublicationReader(maxBytes);
  }

  /// Blocks until the broker has accepted all messages.
  @Override
  public Reply answer(byte[] body) {
    try {
      List<Boolean> accepted = publisher.publish(reader.read(body));
      int published = Collections.frequency(accepted, true);
      return published == accepted.size()
          ? Reply.json(200, Map.of("published", published))
          : unavailable(published);
    } catch (BadPublication e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    }
  }

  private static Reply unavailable(int published) {
    return Reply.json(503, Reply.members("error", "the broker is down", "published", published))
        .with("Retry-After", "1");
  }
}
