package dev.carillon.server.apps.eclipse;

import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.http.PathSegment;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/// Calls the web app, within the limits of [HttpCalls]. What comes with a failure means nothing.
///
/// Safe for any thread; calls block, so they are made on virtual threads.
final class WebApp implements AutoCloseable {
  private final EclipseSettings settings;
  private final HttpCalls calls;

  WebApp(EclipseSettings settings) {
    this.settings = settings;
    this.calls =
        new HttpCalls(
            new HttpLimits(settings.apiTimeout, Answers.LONGEST, settings.apiConcurrency));
  }

  /// Has a message saved.
  Answers.SavedMessage send(Identity sender, String content, String role) throws WebAppException {
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
    calls.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.apiUrl + path))
        .header("Accept", "application/json")
        .header("X-Internal-Secret", settings.apiSecret.value());
  }

  private byte[] call(HttpRequest request) throws WebAppException {
    try {
      return calls.call(request).success();
    } catch (HttpCallException e) {
      // Not passed on as its cause: the client is told of this one.
      throw switch (e.kind()) {
        case STATUS -> WebAppException.status(e.status());
        case BUSY -> WebAppException.because("busy");
        case TIMEOUT -> WebAppException.because("timeout");
        case STOPPED -> WebAppException.because("stopping");
        case IO, TOO_LARGE -> WebAppException.because("unreachable");
      };
    }
  }
}
