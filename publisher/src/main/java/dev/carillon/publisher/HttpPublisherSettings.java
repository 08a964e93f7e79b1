package dev.carillon.publisher;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where a publisher over HTTP publishes, and how much at once. Immutable.
///
/// @param url the base address, without a path of the API: `http://localhost:9400`
/// @param token shown as `Authorization: Bearer`; `null`: none
/// @param publisher how much waits, and for how long
/// @param maxBatch messages in one request
/// @param maxBatchBytes the same in bytes; a single message may be longer, if the server takes it
public record HttpPublisherSettings(
    URI url, @Nullable String token, PublisherSettings publisher, int maxBatch, int maxBatchBytes) {

  /// Checks the values. Their texts name no secret.
  public HttpPublisherSettings {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("the URL must begin with http:// or https:// and a host");
    }
    if (token != null && !token.matches("[!-~]+")) {
      throw new IllegalArgumentException("a token is of visible ASCII characters");
    }
    if (maxBatch < 1 || maxBatchBytes < 1) {
      throw new IllegalArgumentException("a batch is at least 1");
    }
  }

  /// Returns batches of at most 100 messages and 256 KiB.
  public static HttpPublisherSettings of(String url, @Nullable String token) {
    return new HttpPublisherSettings(
        URI.create(url), token, PublisherSettings.defaults(), 100, 256 * 1024);
  }

  /// Returns the same with another idea of what waits.
  public HttpPublisherSettings with(PublisherSettings other) {
    return new HttpPublisherSettings(url, token, other, maxBatch, maxBatchBytes);
  }

  URI at(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /// Says where, and not with which token.
  @Override
  public String toString() {
    return "HttpPublisherSettings[" + url.getHost() + "]";
  }
}
