package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.http.HttpAnswer;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.regex.Pattern;

/// Tells who somebody is by asking the backend: `GET` with the token as `Authorization: Bearer`.
///
/// A success is a JSON object with the members of a token's claims. 401, 403 and 404 say that the token is
/// not known; anything else, no answer at all included, that it cannot be judged now.
///
/// Immutable, safe for any thread; blocks for a call.
public final class HttpAuthenticator implements Authenticator {
  /// The longest token that is passed on, in characters.
  public static final int MAX_TOKEN_LENGTH = 8 * 1024;

  /// What a token of this scheme may be (RFC 6750 §2.1).
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final HttpCalls calls;
  private final URI url;
  private final RecordReader reader;

  /// @param calls makes the calls, within its limits; closed by whoever made it
  /// @param url whom to ask
  /// @param names which members of the answer say who it is
  public HttpAuthenticator(HttpCalls calls, URI url, PrincipalNames names, Clock clock) {
    this.calls = calls;
    this.url = url;
    // The calls have a limit already.
    this.reader = new RecordReader(Integer.MAX_VALUE, names, clock);
  }

  @Override
  public Principal authenticate(String token) throws TokenException {
    if (token.length() > MAX_TOKEN_LENGTH || !BEARER.matcher(token).matches()) {
      throw new TokenException(Reason.MALFORMED);
    }
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
    HttpAnswer answer;
    try {
      answer = calls.call(request);
    } catch (HttpCallException _) {
      throw new TokenException(Reason.UNAVAILABLE);
    }
    return switch (answer.status()) {
      case 200 -> reader.read(answer.body());
      case 401, 403, 404 -> throw new TokenException(Reason.UNKNOWN);
      default -> throw new TokenException(Reason.UNAVAILABLE);
    };
  }
}
