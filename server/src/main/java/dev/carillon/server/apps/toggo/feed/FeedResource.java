package dev.carillon.server.apps.toggo.feed;

import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.TokenException;
import dev.carillon.core.StoreException;
import dev.carillon.http.Bearer;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpResource;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.OriginPolicy;
import dev.carillon.net.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Answers members who ask for their feed, each for their own alone.
///
/// | Request | Answer |
/// |---|---|
/// | `GET /api/v1/trips/{trip}/activity` | an array of events, those not seen, oldest first |
/// | `GET …/activity/unread-count` | `{"unread_count":3}` |
/// | `DELETE …/activity/{event}` | 204 |
/// | `PUT …/activity/cursor` with `{"last_seen":1770114600500}` | 204 |
///
/// All want `Authorization: Bearer` with a JWT whose subject is a UUID. Tokens are verified in the
/// lane, the store is asked on a virtual thread per request.
final class FeedResource implements HttpResource {
  private static final Headers UNCACHED = Headers.of("Cache-Control", "no-store");
  private static final Headers METHODS = Headers.of("Allow", "GET, HEAD, PUT, DELETE");
  private static final int LARGEST_BODY = 1024;
  private static final StrictJson BODY = new StrictJson(LARGEST_BODY, 4);
  private static final int LENGTH_OF_UUID = 36;

  /// Events in one answer, and how many of the newest can be passed over.
  private static final int MOST_EVENTS = 100;

  private static final int MOST_SKIPPED = 100_000;

  /// The end of the year 9999, in Unix milliseconds.
  private static final long LATEST = 253_402_300_799_999L;

  /// Requests that are answered at once; further ones get 503.
  private static final int MOST_AT_ONCE = 64;

  private final FeedReader feed;
  private final JwtVerifier verifier;
  private final OriginPolicy origins;
  private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

  /// @param verifier tells who somebody is
  /// @param origins which web pages may read the answers (CORS)
  FeedResource(FeedReader feed, JwtVerifier verifier, OriginPolicy origins) {
    this.feed = feed;
    this.verifier = verifier;
    this.origins = origins;
  }

  /// Returns this resource in its place.
  Endpoint endpoint() {
    return at("toggo-feed", FeedPath.PREFIX);
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (exchange.method().equals("OPTIONS") && origins.isCors()) {
      exchange.respond(Response.empty(204).with(origins.preflightHeaders(exchange)));
      return;
    }
    try {
      String user = user(exchange);
      FeedPath path = FeedPath.of(exchange.path());
      if (!permits.tryAcquire()) {
        throw new BadRequest(503, "too many requests at once");
      }
      Thread.ofVirtual()
          .name("toggo-feed-api")
          .start(() -> {
            try {
              send(answer(user, path, exchange), exchange);
            } finally {
              permits.release();
            }
          });
    } catch (BadRequest e) {
      send(refusal(e), exchange);
    }
  }

  private static void send(Response answer, HttpExchange exchange) {
    boolean compressible = answer.status() == 200;
    exchange.respond(answer.status(), answer.headers(), answer.body(), compressible);
  }

  private static Response refusal(BadRequest e) {
    Response refusal = BadRequest.response(e.status(), e.text()).with(UNCACHED);
    return switch (e.status()) {
      case 401 -> refusal.with(Headers.CHALLENGE);
      case 405 -> refusal.with(METHODS);
      default -> refusal;
    };
  }

  private String user(HttpRequestHead request) throws BadRequest {
    String token = Bearer.token(request.header("authorization"));
    if (token == null) {
      throw new BadRequest(401, "Missing authentication token");
    }
    try {
      String subject = verifier.verify(token).subject();
      if (subject != null && subject.length() == LENGTH_OF_UUID) {
        return UUID.fromString(subject).toString();
      }
    } catch (TokenException | IllegalArgumentException _) {
      // Why is not for strangers to know.
    }
    throw new BadRequest(401, "Invalid token");
  }

  private Response answer(String user, FeedPath path, HttpExchange exchange) {
    try {
      return switch (exchange.method()) {
        case "GET", "HEAD" -> read(user, path, exchange);
        case "PUT" -> see(user, path, exchange.body());
        case "DELETE" -> remove(user, path);
        default -> throw new BadRequest(405, "method not allowed");
      };
    } catch (BadRequest e) {
      return refusal(e);
    } catch (StoreException e) {
      return refusal(new BadRequest(503, "the feed cannot be read now"));
    }
  }

  private Response read(String user, FeedPath path, HttpRequestHead request) throws BadRequest {
    return switch (path.rest()) {
      case "" -> {
        String after = request.query().get("after");
        yield found(
            feed.events(
                user,
                path.trip(),
                after == null ? null : number("after", after, 0, LATEST),
                (int) number(request, "offset", 0, MOST_SKIPPED, 0),
                (int) number(request, "limit", 1, MOST_EVENTS, MOST_EVENTS)));
      }
      case "unread-count" -> {
        String body = "{\"unread_count\":" + feed.unread(user, path.trip()) + "}";
        yield found(body.getBytes(StandardCharsets.US_ASCII));
      }
      default -> throw BadRequest.notFound();
    };
  }

  private static Response found(byte[] json) {
    return Response.json(200, json).with(UNCACHED);
  }

  private Response remove(String user, FeedPath path) throws BadRequest {
    if (path.rest().isEmpty()) {
      throw new BadRequest(405, "method not allowed");
    }
    feed.remove(user, path.trip(), path.rest());
    return Response.empty(204);
  }

  private Response see(String user, FeedPath path, byte[] body) throws BadRequest {
    if (!path.rest().equals("cursor")) {
      throw BadRequest.notFound();
    }
    try {
      feed.see(user, path.trip(), BODY.read(body, FeedResource::lastSeen));
      return Response.empty(204);
    } catch (BadJson e) {
      throw new BadRequest(400, "last_seen must be a time in Unix milliseconds");
    }
  }

  private static long lastSeen(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    long seen = -1;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!name.equals("last_seen")) {
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_NUMBER_INT) {
        seen = parser.getLongValue();
      } else {
        throw new BadJson("field");
      }
    }
    if (seen < 0 || seen > LATEST) {
      throw new BadJson("field");
    }
    return seen;
  }

  private static long number(
      HttpRequestHead request, String name, long least, long most, long otherwise)
      throws BadRequest {
    String text = request.query().get(name);
    return text == null ? otherwise : number(name, text, least, most);
  }

  private static long number(String name, String text, long least, long most) throws BadRequest {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, without the text.
    }
    throw new BadRequest(400, name + " must be a whole number from " + least + " to " + most);
  }

  @Override
  public void refuse(HttpUpgrade upgrade) {
    upgrade.refuse(refusal(BadRequest.notFound()));
  }

  @Override
  public int maxBodyBytes() {
    return LARGEST_BODY;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return origins.headers(request);
  }
}
