package dev.carillon.server.apps.eclipse;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.server.support.PathSegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls the web app: so many calls at once, each with a time limit, body included. A call waits for its
/// turn no longer than that, and then has the whole time for itself: one that was cut short may have
/// been carried out all the same.
///
/// No call is repeated, as the web app may have done what it was asked. No redirect is followed: the
/// secret would travel along. What comes with a failure is not read.
///
/// Safe for any thread; calls block, so they are made on virtual threads.
final class WebApp implements AutoCloseable {
  /// Takes the body of a success, and lets that of a failure go by.
  private static final BodyHandler<byte[]> SUCCESS =
      answer ->
          isSuccess(answer.statusCode())
              ? BodyHandlers.limiting(BodyHandlers.ofByteArray(), Answers.LONGEST).apply(answer)
              : BodySubscribers.replacing(new byte[0]);

  private final EclipseSettings settings;
  private final Semaphore turns;
  private final HttpClient http;

  WebApp(EclipseSettings settings) {
    this.settings = settings;
    this.turns = new Semaphore(settings.apiConcurrency(), true);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.apiTimeout())
            .build();
  }

  /// Has a message saved.
  SavedMessage send(Identity sender, String content, String role) throws WebAppException {
    byte[] body =
        StrictJson.write(json -> {
          json.writeStartObject();
          json.writeStringProperty("content", content);
          json.writeStringProperty("role", role);
          json.writeStringProperty("userId", sender.userId());
          json.writeEndObject();
        });
    HttpRequest request =
        request("/api/chats/" + PathSegment.encode(sender.chatId()) + "/messages/send")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return Answers.message(call(request));
    } catch (BadJson _) {
      throw WebAppException.because("bad-answer");
    }
  }

  /// Asks for the name of a user.
  String agentName(String userId) throws WebAppException {
    HttpRequest request = request("/api/users/" + PathSegment.encode(userId)).GET().build();
    try {
      return Answers.agentName(call(request));
    } catch (BadJson _) {
      throw WebAppException.because("bad-answer");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.apiUrl() + path))
        .header("Accept", "application/json")
        .header("X-Internal-Secret", settings.apiSecret());
  }

  private byte[] call(HttpRequest request) throws WebAppException {
    try {
      if (!turns.tryAcquire(settings.apiTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        throw WebAppException.because("busy");
      }
      try {
        return callNow(request);
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw WebAppException.because("stopping");
    }
  }

  private byte[] callNow(HttpRequest request) throws WebAppException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> pending;
    try {
      pending = http.sendAsync(request, SUCCESS);
    } catch (RuntimeException _) {
      throw WebAppException.because("stopping"); // the client is closed
    }
    try {
      HttpResponse<byte[]> answer =
          pending.get(settings.apiTimeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!isSuccess(answer.statusCode())) {
        throw WebAppException.status(answer.statusCode());
      }
      return answer.body();
    } catch (TimeoutException _) {
      pending.cancel(true);
      throw WebAppException.because("timeout");
    } catch (ExecutionException e) {
      // Not passed on: the cause may quote what was sent or answered.
      boolean late = e.getCause() instanceof HttpTimeoutException;
      throw WebAppException.because(late ? "timeout" : "unreachable");
    }
  }

  private static boolean isSuccess(int status) {
    return status / 100 == 2;
  }
}
