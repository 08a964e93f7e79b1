package dev.carillon.http;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// What a service answered. Immutable as long as nobody writes into the bytes of the body.
///
/// @param status the status code (RFC 9110 §15); redirects come as they are, 3xx
/// @param headers as they were sent: to be treated as untrusted
/// @param body the body; of an answer that is no success it may be the beginning only
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HttpAnswer(int status, HttpHeaders headers, byte[] body) {

  /// Returns whether the service did what it was asked: 2xx.
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /// Returns the first value of a header.
  ///
  /// @param name in any case
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// Returns the body of a success.
  ///
  /// @throws HttpCallException [HttpCallException.Kind#STATUS] if it is none
  public byte[] success() throws HttpCallException {
    if (!isSuccess()) {
      throw HttpCallException.status(status);
    }
    return body;
  }

  /// Returns status and size: headers and body may hold secrets.
  @Override
  public String toString() {
    return "HttpAnswer[status=" + status + ", bytes=" + body.length + "]";
  }
}
