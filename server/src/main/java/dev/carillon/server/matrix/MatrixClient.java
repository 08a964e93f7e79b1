package dev.carillon.server.matrix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.carillon.core.Clock;
import dev.carillon.server.support.PathSegment;
import dev.carillon.server.support.StopSignal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to Matrix servers: resolves aliases, sends events, and tries again where that may help.
///
/// Redirects are not followed (the token would travel along), certificates are verified, each
/// exchange has a time limit and each answer a size limit. Tried again: 429, 5xx and failures of the
/// network, up to the set number of attempts. Everything else is final.
///
/// Safe for any thread; calls block, so they are made on virtual threads.
final class MatrixClient implements AutoCloseable {
  private static final long LONGEST_ANSWER = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http;
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
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
    this.rooms =
        Caffeine.newBuilder()
            .maximumSize(settings.cacheSize())
            .expireAfterAccess(settings.cacheIdle())
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
    http.shutdownNow();
  }

  private String resolve(Post post) throws MatrixException {
    HttpRequest request =
        request(post, "/directory/room/" + PathSegment.encode(post.room())).GET().build();
    byte[] answer = exchange(request);
    try {
      String room = JSON.readTree(answer).path("room_id").asString("");
      if (room.startsWith("!") && room.length() <= 255) {
        return room;
      }
    } catch (JacksonException e) {
      // Said below; the exception would quote the answer.
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
            URI.create(post.server() + "/_matrix/client/" + settings.apiPrefix() + path))
        .timeout(settings.timeout())
        .header("Authorization", "Bearer " + post.token())
        .header("Accept", "application/json");
  }

  private byte[] exchange(HttpRequest request) throws MatrixException {
    for (int attempt = 1; ; attempt++) {
      Duration asked = Duration.ZERO;
      MatrixException failure;
      try {
        HttpResponse<byte[]> response = once(request);
        int status = response.statusCode();
        if (status / 100 == 2) {
          return response.body();
        }
        failure = new MatrixException("http-" + status, status);
        if (status != 429 && status / 100 != 5) {
          throw failure;
        }
        asked = RetryAfter.of(response, clock.now());
      } catch (IOException e) {
        failure = new MatrixException("io", 0);
      }
      if (attempt >= settings.maxAttempts() || stop.pause(retries.pause(attempt, asked))) {
        throw failure;
      }
    }
  }

  private HttpResponse<byte[]> once(HttpRequest request) throws IOException, MatrixException {
    // The request's own timeout ends when the headers are there; this one covers the body, too.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("timeout");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new MatrixException("client", 0);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new MatrixException("stopped", 0);
    }
  }
}
