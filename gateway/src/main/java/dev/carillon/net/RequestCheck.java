package dev.carillon.net;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with the head of a request, beyond what the parser finds (RFC 9112).
///
/// What two servers could understand in two ways is refused, since a proxy in front of this one may be
/// the other.
final class RequestCheck {
  private RequestCheck() {}

  /// Returns the refusal of what the parser could not take.
  static Response malformed(DecoderResult result) {
    return switch (result.cause()) {
      case TooLongHttpLineException e -> Response.error(414, "URI too long");
      case TooLongHttpHeaderException e -> Response.error(431, "Header fields too large");
      default -> badRequest();
    };
  }

  static Response badRequest() {
    return Response.error(400, "Bad request");
  }

  /// Returns the refusal of a head that was parsed, or `null`.
  static @Nullable Response refusal(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return malformed(request.decoderResult());
    }
    if (request.protocolVersion().majorVersion() != 1) { // RFC 9110 §15.6.6
      return Response.error(505, "HTTP version not supported");
    }
    if (!isPrintable(request.uri()) || !isHostValid(request)) {
      return badRequest();
    }
    return refusalOfCoding(request);
  }

  /// Returns whether a request is of HTTP/1.1 at least: HTTP/1.0 knows neither `Upgrade` nor `Expect`
  /// (RFC 9110 §7.8, §10.1.1).
  static boolean isModern(HttpRequest request) {
    return request.protocolVersion().minorVersion() >= 1;
  }

  // RFC 9112 §3.2: whatever a target is, it is of visible characters.
  private static boolean isPrintable(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7F) {
        return false;
      }
    }
    return true;
  }

  // RFC 9112 §3.2: none, several or an invalid one are answered 400.
  private static boolean isHostValid(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.isEmpty()) {
      return !isModern(request);
    }
    return hosts.size() == 1 && Authority.parse(hosts.getFirst()) != null;
  }

  private static @Nullable Response refusalOfCoding(HttpRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return null;
    }
    String list = String.join(",", codings);
    if (!isModern(request)) { // RFC 9112 §6.1: the framing is faulty
      return badRequest();
    }
    if (list.trim().equalsIgnoreCase("chunked")) {
      return null;
    }
    int comma = list.lastIndexOf(',');
    boolean chunkedLast = list.substring(comma + 1).trim().equalsIgnoreCase("chunked");
    boolean chunkedOnce = comma < 0 || !Tokens.contains(list.substring(0, comma), "chunked");
    // §6.3: where chunked is not last, nobody knows the length. §6.1: a coding that is not
    // understood.
    return chunkedLast && chunkedOnce
        ? Response.error(501, "Transfer coding not implemented")
        : badRequest();
  }
}
