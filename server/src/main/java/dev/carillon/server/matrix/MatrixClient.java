package dev.carillon.server.matrix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.carillon.core.Clock;
import dev.carillon.http.Bearer;
import dev.carillon.http.HttpAnswer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.http.PathSegment;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.server.support.StopSignal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Speaks to Matrix servers: resolves aliases, sends events, and tries again where that may help.
///
/// Each exchange is a call within the limits of [HttpCalls]. Tried again: 429, 5xx and failures of the
/// network, up to the set number of attempts. Everything else is final.
///
/// Safe for any thread; calls block, so they are made on virtual threads.
final class MatrixClient implements AutoCloseable {
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final byte[] TOO_MUCH = {};
  private static final StrictJson JSON = new StrictJson(LONGEST_ANSWER, 64);

  private final HttpCalls calls;
  private final MatrixSettings settings;
  private final RetryPolicy retries;
  private final Clock clock;
  private final StopSignal stop;

  /// Room id by the digest of server, token and alias: no token is kept as a key.
  private final Cache<String, String> rooms;

  MatrixClient(MatrixSettings settings, RetryPolicy retries, Clock clock, StopSignal stop) {
    this.settings = settings;
    this.retries = retries;
    this.clock = clock;
    this.stop = stop;
    this.calls =
        new HttpCalls(
            new HttpLimits(
                settings.timeout,
                LONGEST_ANSWER,
                // As many as the queues may send at once, so that no server waits for another.
                (int) Math.min((long) settings.concurrency * settings.maxServers, 1 << 20)));
    this.rooms =
        Caffeine.newBuilder()
            .maximumSize(settings.cacheSize)
            .expireAfterAccess(settings.cacheIdle)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /// Sends an event to the post's room.
  ///
  /// @param transaction the same for each try of one post, and different for any two posts: the
  ///     server takes repetitions of it for one event
  void send(Post post, String transaction) throws MatrixException {
    if (post.room().startsWith("!")) {
      put(post, post.room(), transaction);
      return;
    }
    String key = Digest.of(post.server(), post.token(), post.room());
    String known = rooms.getIfPresent(key);
    if (known != null) {
      try {
        put(post, known, transaction);
        return;
      } catch (MatrixException e) {
        if (e.status() != 403 && e.status() != 404) {
          throw e;
        }
        // The alias may point to another room by now (a room upgrade does that): ask again.
        rooms.invalidate(key);
      }
    }
    String room = resolve(post);
    put(post, room, transaction);
    rooms.put(key, room);
  }

  int rememberedRooms() {
    rooms.cleanUp();
    return (int) rooms.estimatedSize();
  }

  @Override
  public void close() {
    calls.close();
  }

  private String resolve(Post post) throws MatrixException {
    HttpRequest request =
        request(post, "/directory/room/" + PathSegment.encode(post.room())).GET().build();
    byte[] answer = exchange(request);
    try {
      String room = JSON.read(answer, StrictJson::texts).getOrDefault("room_id", "");
      if (room.startsWith("!") && room.length() <= 255) {
        return room;
      }
    } catch (BadJson _) {
      // Said below: what is wrong with it helps nobody.
    }
    throw new MatrixException("bad-answer", 200);
  }

  private void put(Post post, String room, String transaction) throws MatrixException {
    String path =
        "/rooms/"
            + PathSegment.encode(room)
            + "/send/m.room.message/"
            + PathSegment.encode(transaction);
    exchange(
        request(post, path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(post.content()))
            .build());
  }

  private HttpRequest.Builder request(Post post, String path) {
    return HttpRequest.newBuilder(
            URI.create(post.server() + "/_matrix/client/" + settings.apiPrefix + path))
        .header("Authorization", Bearer.header(post.token()))
        .header("Accept", "application/json");
  }

  private byte[] exchange(HttpRequest request) throws MatrixException {
    for (int attempt = 1; ; attempt++) {
      Duration asked = Duration.ZERO;
      MatrixException failure;
      try {
        HttpAnswer answer = calls.call(request);
        int status = answer.status();
        if (answer.isSuccess()) {
          return answer.body();
        }
        failure = new MatrixException("http-" + status, status);
        if (status != 429 && status / 100 != 5) {
          throw failure;
        }
        asked = RetryAfter.of(answer, clock.now());
      } catch (HttpCallException e) {
        if (e.kind() == HttpCallException.Kind.STOPPED) {
          throw new MatrixException("stopped", 0);
        }
        if (e.kind() == HttpCallException.Kind.TOO_LARGE) {
          return TOO_MUCH; // a success, of which nobody needs to know more
        }
        failure = new MatrixException("io", 0);
      }
      if (attempt >= settings.maxAttempts || stop.pause(retries.pause(attempt, asked))) {
        throw failure;
      }
    }
  }
}
