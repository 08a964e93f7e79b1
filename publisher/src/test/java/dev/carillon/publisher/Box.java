package dev.carillon.publisher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A publisher and store that keep all that they are told, as text. Confined to one thread.
public final class Box implements Publisher, StoreWriter {
  private final List<String> told = new ArrayList<>();

  public List<String> told() {
    return told;
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    return tell(channel + " " + text(message));
  }

  @Override
  public CompletionStage<Void> set(String key, byte[] value, Duration expiry) {
    return tell("SET " + key + " " + text(value) + " " + expiry);
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return tell("DEL " + key);
  }

  @Override
  public CompletionStage<Void> run(String script, List<String> keys, List<byte[]> arguments) {
    return tell("EVAL " + keys + " " + arguments.stream().map(Box::text).toList());
  }

  private CompletionStage<Void> tell(String what) {
    told.add(what);
    return CompletableFuture.completedStage(null);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
