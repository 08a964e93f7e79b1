package dev.carillon.server.apps.toggo;

import dev.carillon.core.Instruments;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Asks a web service with a GET per trip and user: 2xx is a yes, 4xx a no. Safe for any thread.
///
/// Redirects are not followed, and bodies mean nothing. A call ends after the timeout; so does the wait for
/// one's turn, when as many calls run as may.
final class HttpMembership implements Membership {
  /// What needs no escaping in a path (RFC 3986 §2.3) and is no step in it, such as `..`.
  private static final Pattern PLAIN = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~-]+");

  private static final long LONGEST_BODY = 64 * 1024;

  private final MembershipSettings.Http settings;
  private final Template url;
  private final Instruments instruments;
  private final Semaphore turns;
  private final HttpClient http;

  HttpMembership(MembershipSettings.Http settings, Instruments instruments) {
    this.settings = settings;
    this.url = new Template(settings.url());
    this.instruments = instruments;
    this.turns = new Semaphore(settings.concurrency());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  @Override
  public Answer ask(String trip, String user) {
    if (!PLAIN.matcher(trip).matches()) {
      return Answer.NO;
    }
    Answer answer = answer(trip, user);
    if (answer == Answer.NONE) {
      instruments.badInput(ToggoApp.NAME, "http", "membership");
    }
    return answer;
  }

  private Answer answer(String trip, String user) {
    try {
      if (!turns.tryAcquire(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return Answer.NONE;
      }
      try {
        return call(request(trip, user));
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }

  private Answer call(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> call =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.discarding(), LONGEST_BODY));
    try {
      int status = call.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return switch (status / 100) {
        case 2 -> Answer.YES;
        case 4 -> Answer.NO;
        default -> Answer.NONE;
      };
    } catch (ExecutionException _) {
      return Answer.NONE;
    } catch (TimeoutException _) {
      return Answer.NONE;
    } finally {
      call.cancel(true);
    }
  }

  private HttpRequest request(String trip, String user) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.filled(trip, user)));
    Secret secret = settings.secret();
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret.value());
    }
    return request.build();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
