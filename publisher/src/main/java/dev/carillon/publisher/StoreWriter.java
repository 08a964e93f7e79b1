package dev.carillon.publisher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Writes what the gateway looks up: tokens, permissions.
///
/// All methods return at once; stages complete and fail like those of a [Publisher]. What one thread writes and
/// publishes, on the same object, is done in its order.
public interface StoreWriter {
  /// Sets a key, whatever it was before.
  ///
  /// @param expiry when it is gone again, at least a second
  CompletionStage<Void> set(String key, byte[] value, Duration expiry);

  /// Removes a key, if it is there.
  CompletionStage<Void> remove(String key);

  /// Runs a Lua script, which does all that it does at once. It should do the same when it is run twice.
  CompletionStage<Void> run(String script, List<String> keys, List<byte[]> arguments);
}
