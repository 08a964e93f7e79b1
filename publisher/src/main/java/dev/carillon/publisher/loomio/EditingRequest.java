package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonTexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the editing server asks. Immutable.
///
/// @param userSecret `{user id},{secret}`
/// @param document its name
public record EditingRequest(String userSecret, String document) {
  /// The longest body that is read.
  public static final int MAX_BYTES = 16 * 1024;

  /// Returns `null` if it cannot be read: too long, no JSON object, a member missing, twice or no text.
  static @Nullable EditingRequest read(byte[] body) {
    if (body.length > MAX_BYTES) {
      return null;
    }
    Map<String, String> texts = JsonTexts.of(body);
    String secret = texts.get("user_secret");
    String document = texts.get("document_name");
    return secret == null || document == null ? null : new EditingRequest(secret, document);
  }

  /// Says nothing of what is asked.
  @Override
  public String toString() {
    return "EditingRequest";
  }
}
