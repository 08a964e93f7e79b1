package dev.carillon.publisher;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/// Publishes with the gateway's `POST /publish`: what a backend without Redis takes.
///
/// What is published while a request is on its way goes out together in the next one. The bytes of a message reach
/// the channel as they are; they must be UTF-8. A message that an app refuses fails, and keeps no other back. When
/// the gateway says that it cannot at the moment (503), that counts as not yet sent, whatever [OnLoss] says.
///
/// It never blocks its caller, and each message has succeeded or failed after its timeout. Safe for any thread.
/// Stages complete on its one thread: what blocks goes elsewhere (`thenRunAsync`).
public final class HttpPublisher implements Publisher, AutoCloseable {
  private final HttpBatcher batcher;

  private HttpPublisher(HttpBatcher batcher) {
    this.batcher = batcher;
  }

  /// Returns a publisher; it connects when there is something to publish.
  public static HttpPublisher to(HttpPublisherSettings settings) {
    var batcher = new HttpBatcher(settings, new Dialect(settings.at("/publish")));
    batcher.start();
    return new HttpPublisher(batcher);
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    return batcher.add(Arrays.asList(channel, HttpBatcher.text(message)));
  }

  /// Returns what came of everything so far.
  public Counters counters() {
    return batcher.tally().counters();
  }

  /// Returns how many messages wait for their answer.
  public long waiting() {
    return batcher.tally().waiting();
  }

  /// Takes no more, and waits until all that was taken is through: the timeout at most. Idempotent.
  @Override
  public void close() {
    batcher.close();
  }

  /// An array of `{"channel":…,"message":…}`, each message as text.
  private record Dialect(URI uri) implements HttpDialect {
    @Override
    public byte[] body(List<HttpCommand> commands) {
      var bytes = new ByteArrayOutputStream();
      try (JsonGenerator out = Json.generator(bytes)) {
        out.writeStartArray();
        for (HttpCommand command : commands) {
          out.writeStartObject();
          out.writeStringProperty("channel", command.words().getFirst());
          out.writeStringProperty("message", command.words().getLast());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      return bytes.toByteArray();
    }

    @Override
    public List<Outcome> outcomes(byte[] answer, int commands) {
      return Collections.nCopies(commands, new Outcome.Done());
    }

    /// When only some messages were taken, the answer does not say which.
    @Override
    public boolean nothingDone(byte[] answer) {
      Object published = Json.member(answer, "published");
      return published == null || published.equals("0");
    }
  }
}
