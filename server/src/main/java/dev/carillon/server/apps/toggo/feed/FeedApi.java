package dev.carillon.server.apps.toggo.feed;

import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.TokenException;
import dev.carillon.core.Clock;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import dev.carillon.core.StoreException;
import dev.carillon.http.Bearer;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.OriginPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
final class FeedApi implements Endpoint {
  private static final Headers JSON_HEADERS =
      Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");
  private static final Headers CHALLENGE = Headers.of("WWW-Authenticate", "Bearer");
  private static final Headers METHODS = Headers.of("Allow", "GET, HEAD, PUT, DELETE");
  private static final byte[] NOTHING = {};
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

  private final FeedSettings settings;
  private final OriginPolicy origins;
  private final Function<Clock, JwtVerifier> verifiers;
  private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
  private volatile @Nullable Started started;

  /// @param origins which web pages may read the answers (CORS)
  /// @param verifiers makes what tells who somebody is, by the gateway's clock
  FeedApi(FeedSettings settings, OriginPolicy origins, Function<Clock, JwtVerifier> verifiers) {
    this.settings = settings;
    this.origins = origins;
    this.verifiers = verifiers;
  }

  private record Started(JwtVerifier verifier, FeedReader feed) {}

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Answer(int status, byte[] body) {
    static final Answer NO_CONTENT = new Answer(204, NOTHING);

    static Answer error(int status, String message) {
      String body = "{\"statusCode\":" + status + ",\"message\":\"" + message + "\"}";
      return new Answer(status, body.getBytes(StandardCharsets.US_ASCII));
    }

    void to(HttpExchange exchange) {
      Headers headers =
          switch (status) {
            case 204 -> Headers.NONE;
            case 401 -> JSON_HEADERS.and(CHALLENGE);
            case 405 -> JSON_HEADERS.and(METHODS);
            default -> JSON_HEADERS;
          };
      exchange.respond(status, headers, body, status == 200);
    }
  }

  @Override
  public String name() {
    return "toggo-feed";
  }

  @Override
  public boolean accepts(String path) {
    return path.startsWith(FeedPath.PREFIX);
  }

  @Override
  public void start(Services services, Readiness readiness) {
    started =
        new Started(
            verifiers.apply(services.clock()),
            new FeedReader(settings, services.store(), services.clock(), services.instruments()));
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    Started parts = started;
    if (parts == null) {
      throw new IllegalStateException("not part of a started gateway");
    }
    if (exchange.method().equals("OPTIONS") && origins.isCors()) {
      exchange.respond(204, origins.preflightHeaders(exchange), NOTHING, false);
      return;
    }
    try {
      String user = user(exchange, parts.verifier);
      FeedPath path = FeedPath.of(exchange.path());
      if (!permits.tryAcquire()) {
        throw new BadRequest(503, "too many requests at once");
      }
      Thread.ofVirtual()
          .name("toggo-feed-api")
          .start(() -> {
            try {
              answer(parts.feed, user, path, exchange).to(exchange);
            } finally {
              permits.release();
            }
          });
    } catch (BadRequest e) {
      Answer.error(e.status(), e.text()).to(exchange);
    }
  }

  private static String user(HttpRequestHead request, JwtVerifier verifier) throws BadRequest {
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

  private static Answer answer(FeedReader feed, String user, FeedPath path, HttpExchange exchange) {
    try {
      return switch (exchange.method()) {
        case "GET", "HEAD" -> read(feed, user, path, exchange);
        case "PUT" -> see(feed, user, path, exchange.body());
        case "DELETE" -> remove(feed, user, path);
        default -> throw new BadRequest(405, "method not allowed");
      };
    } catch (BadRequest e) {
      return Answer.error(e.status(), e.text());
    } catch (StoreException e) {
      return Answer.error(503, "the feed cannot be read now");
    }
  }

  private static Answer read(FeedReader feed, String user, FeedPath path, HttpRequestHead request)
      throws BadRequest {
    return switch (path.rest()) {
      case "" -> {
        String after = request.query().get("after");
        yield new Answer(
            200,
            feed.events(
                user,
                path.trip(),
                after == null ? null : number("after", after, 0, LATEST),
                (int) number(request, "offset", 0, MOST_SKIPPED, 0),
                (int) number(request, "limit", 1, MOST_EVENTS, MOST_EVENTS)));
      }
      case "unread-count" -> {
        String body = "{\"unread_count\":" + feed.unread(user, path.trip()) + "}";
        yield new Answer(200, body.getBytes(StandardCharsets.US_ASCII));
      }
      default -> throw BadRequest.notFound();
    };
  }

  private static Answer remove(FeedReader feed, String user, FeedPath path) throws BadRequest {
    if (path.rest().isEmpty()) {
      throw new BadRequest(405, "method not allowed");
    }
    feed.remove(user, path.trip(), path.rest());
    return Answer.NO_CONTENT;
  }

  private static Answer see(FeedReader feed, String user, FeedPath path, byte[] body)
      throws BadRequest {
    if (!path.rest().equals("cursor")) {
      throw BadRequest.notFound();
    }
    try {
      feed.see(user, path.trip(), BODY.read(body, FeedApi::lastSeen));
      return Answer.NO_CONTENT;
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
  public void onUpgrade(HttpUpgrade upgrade) {
    Answer refusal = Answer.error(404, "not found");
    upgrade.refuse(refusal.status, JSON_HEADERS, refusal.body);
  }

  @Override
  public int maxBodyBytes() {
    return LARGEST_BODY;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return origins.headers(request);
  }

  @Override
  public int connections() {
    return 0;
  }

  @Override
  public int rooms() {
    return 0;
  }

  @Override
  public void drain(Duration over) {
    // Requests are short; nobody stays connected.
  }
}
