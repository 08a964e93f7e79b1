package dev.carillon.publisher;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Publishes with the REST API of Upstash, or with the gateway's own that speaks like it: `POST /pipeline`.
///
/// What is published while a request is on its way goes out together in the next one, and each command has its own
/// result. The gateway publishes; writes to the store are for a Redis at Upstash.
///
/// It never blocks its caller, and each command has succeeded or failed after its timeout. Safe for any thread.
/// Stages complete on its one thread: what blocks goes elsewhere (`thenRunAsync`).
/// Source: https://upstash.com/docs/redis/features/restapi.
public final class UpstashPublisher implements Publisher, StoreWriter, AutoCloseable {
  private final HttpBatcher batcher;

  private UpstashPublisher(HttpBatcher batcher) {
    this.batcher = batcher;
  }

  /// Returns a publisher; it connects when there is something to publish.
  ///
  /// @param settings with the REST URL and token
  public static UpstashPublisher to(HttpPublisherSettings settings) {
    var batcher = new HttpBatcher(settings, new Dialect(settings.at("/pipeline")));
    batcher.start();
    return new UpstashPublisher(batcher);
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    return batcher.add(Arrays.asList("PUBLISH", channel, HttpBatcher.text(message)));
  }

  @Override
  public CompletionStage<Void> set(String key, byte[] value, Duration expiry) {
    return batcher.add(
        Arrays.asList("SET", key, HttpBatcher.text(value), "PX", Long.toString(expiry.toMillis())));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return batcher.add(Arrays.asList("DEL", key));
  }

  @Override
  public CompletionStage<Void> run(String script, List<String> keys, List<byte[]> arguments) {
    var words = new ArrayList<@Nullable String>(List.of("EVAL", script));
    words.add(Integer.toString(keys.size()));
    words.addAll(keys);
    arguments.forEach(argument -> words.add(HttpBatcher.text(argument)));
    return batcher.add(words);
  }

  /// Returns what came of everything so far.
  public Counters counters() {
    return batcher.tally().counters();
  }

  /// Returns how many commands wait for their answer.
  public long waiting() {
    return batcher.tally().waiting();
  }

  /// Takes no more, and waits until all that was taken is through: the timeout at most. Idempotent.
  @Override
  public void close() {
    batcher.close();
  }

  /// An array of commands, which are arrays of texts; the answer has `result` or `error` for each.
  private record Dialect(URI uri) implements HttpDialect {
    /// What the gateway says in place of a message that the broker did not take.
    private static final String DOWN = "ERR the broker is down";

    @Override
    public byte[] body(List<HttpCommand> commands) {
      var bytes = new ByteArrayOutputStream();
      try (JsonGenerator out = Json.generator(bytes)) {
        out.writeStartArray();
        for (HttpCommand command : commands) {
          out.writeStartArray();
          command.words().forEach(out::writeString);
          out.writeEndArray();
        }
        out.writeEndArray();
      }
      return bytes.toByteArray();
    }

    @Override
    public @Nullable List<Outcome> outcomes(byte[] answer, int commands) {
      List<@Nullable String> errors = Json.members(answer, "error");
      return errors == null || errors.size() != commands
          ? null
          : errors.stream().map(Dialect::outcome).toList();
    }

    /// Of an error only the first word is repeated; the rest may repeat what was sent.
    private static Outcome outcome(@Nullable String error) {
      if (error == null) {
        return new Outcome.Done();
      }
      return error.equals(DOWN)
          ? new Outcome.Later()
          : new Outcome.Refused("refused by the server: " + error.split(" ", 2)[0]);
    }

    @Override
    public boolean nothingDone(byte[] answer) {
      return true;
    }
  }
}
