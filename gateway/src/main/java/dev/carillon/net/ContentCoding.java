package dev.carillon.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses the body of a response as the client accepts it (RFC 9110 §8.4.1).
enum ContentCoding {
  GZIP("gzip"),
  DEFLATE("deflate");

  /// Smaller bodies gain nothing.
  private static final int THRESHOLD_BYTES = 1024;

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  /// Returns the response with its body compressed, or as it is when that is not worth it.
  static Response apply(Response response, @Nullable String acceptEncoding) {
    if (acceptEncoding == null || response.body().length < THRESHOLD_BYTES) {
      return response;
    }
    for (ContentCoding coding : values()) {
      if (coding.isAccepted(acceptEncoding)) {
        Headers more = Headers.of("Content-Encoding", coding.token, "Vary", "Accept-Encoding");
        byte[] body = coding.compress(response.body());
        return new Response(response.status(), response.headers().and(more), body);
      }
    }
    return response;
  }

  /// Returns whether a list such as `gzip;q=0.5, br` names this coding with a weight above 0.
  private boolean isAccepted(String acceptEncoding) {
    for (String item : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      int semicolon = item.indexOf(';');
      String name = (semicolon < 0 ? item : item.substring(0, semicolon)).trim();
      if (name.equals(token)) {
        return semicolon < 0 || !isZero(item.substring(semicolon + 1).trim());
      }
    }
    return false;
  }

  // RFC 9110 §12.4.2: "q=0", "q=0.", up to "q=0.000".
  private static boolean isZero(String weight) {
    return weight.matches("q=0(\\.0{0,3})?");
  }

  private byte[] compress(byte[] body) {
    var bytes = new ByteArrayOutputStream(body.length / 2);
    try (OutputStream out =
        this == GZIP ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }
}
