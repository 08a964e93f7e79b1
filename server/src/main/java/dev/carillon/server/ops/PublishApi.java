package dev.carillon.server.ops;

import dev.carillon.net.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
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
  public Response answer(byte[] body) {
    try {
      List<Publication> publications = reader.read(body);
      check(publications);
      List<Boolean> accepted = publisher.publish(publications);
      int published = Collections.frequency(accepted, true);
      return published == accepted.size()
          ? Response.json(200, Map.of("published", published))
          : unavailable(published);
    } catch (BadPublication e) {
      return Response.error(400, String.valueOf(e.getMessage()));
    }
  }

  /// All or none: what is wrong with one keeps the others back as well.
  private void check(List<Publication> publications) throws BadPublication {
    for (int i = 0; i < publications.size(); i++) {
      String refusal = publisher.refusal(publications.get(i));
      if (refusal != null) {
        throw new BadPublication("message " + (i + 1) + " refused: " + refusal);
      }
    }
  }

  private static Response unavailable(int published) {
    var members = new LinkedHashMap<String, Object>();
    members.put("error", "the broker is down");
    members.put("published", published);
    return Response.json(503, members).with("Retry-After", "1");
  }
}
