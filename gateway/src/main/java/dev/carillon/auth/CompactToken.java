package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.json.BadJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A token's text before anybody knows whether to trust it: its form, and what its header says. Immutable.
///
/// The library that verifies signatures passes over what is no Base64, a line feed or `!` or `=` anywhere
/// (RFC 4648 §3.3 has us refuse them, RFC 7515 §2 knows no padding), and over the bits behind the last whole
/// byte (§3.5). So one signature could be written in many ways, and who compares or counts tokens by their
/// text would be deceived. Hence the form is judged here first, by the text.
///
/// @param text the whole token
/// @param algorithm what it says it was signed with
/// @param keyId what it says of its key, or `null`
record CompactToken(String text, String algorithm, @Nullable String keyId) {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  /// Reads a token's form and header.
  ///
  /// @throws TokenException if it is malformed, or cannot be signed in an accepted way
  static CompactToken read(String text, int maxLength) throws TokenException {
    if (text.length() > maxLength || !FORM.matcher(text).matches()) {
      throw new TokenException(Reason.MALFORMED);
    }
    Map<String, @Nullable Object> header = header(text, maxLength);
    if (header.containsKey("crit")) {
      // RFC 7515 §4.1.11. What there is to be understood is not for JWTs (`b64`, RFC 7797 §7).
      throw new TokenException(Reason.CRITICAL);
    }
    if (header.containsKey("b64") && !Boolean.TRUE.equals(header.get("b64"))) {
      throw new TokenException(Reason.MALFORMED);
    }
    return switch (header.get("alg")) {
      case String algorithm -> {
        requireCanonical(text.substring(text.lastIndexOf('.') + 1));
        yield new CompactToken(text, algorithm, header.get("kid") instanceof String id ? id : null);
      }
      case null -> throw new TokenException(Reason.ALGORITHM);
      default -> throw new TokenException(Reason.MALFORMED);
    };
  }

  private static Map<String, @Nullable Object> header(String text, int maxLength)
      throws TokenException {
    byte[] encoded = text.substring(0, text.indexOf('.')).getBytes(StandardCharsets.US_ASCII);
    try {
      return JsonObject.read(Base64.getUrlDecoder().decode(encoded), maxLength);
    } catch (BadJson | IllegalArgumentException _) {
      throw new TokenException(Reason.MALFORMED);
    }
  }

  private static void requireCanonical(String signature) throws TokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature)) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // One character too many.
    }
    throw new TokenException(Reason.BAD_SIGNATURE);
  }
}
