package dev.carillon.server.ops;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// What a command came to. Immutable.
sealed interface CommandAnswer {
  /// Redis counts subscriptions here. How many there are on all nodes is not known, and a backend
  /// may take 0 for "nobody listens": 1 stands for the broker, which has the message.
  CommandAnswer PUBLISHED = new Count(1);

  /// @param base64 whether the client wants text in Base64
  Map<String, ?> json(boolean base64);

  /// A number.
  record Count(int value) implements CommandAnswer {
    @Override
    public Map<String, ?> json(boolean base64) {
      return Map.of("result", value);
    }
  }

  /// A text.
  record Text(String value) implements CommandAnswer {
    @Override
    public Map<String, ?> json(boolean base64) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return Map.of("result", base64 ? Base64.getEncoder().encodeToString(utf8) : value);
    }
  }

  /// An error, whose text begins with a word in capitals as in Redis; never in Base64.
  record Failure(String text) implements CommandAnswer {
    @Override
    public Map<String, ?> json(boolean base64) {
      return Map.of("error", text);
    }
  }

  /// The broker did not take the message.
  record Unavailable() implements CommandAnswer {
    @Override
    public Map<String, ?> json(boolean base64) {
      return Map.of("error", "ERR the broker is down");
    }
  }
}
