package dev.carillon.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carillon.core.Clock;
import dev.carillon.http.HttpCallException;
import dev.carillon.http.HttpCalls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A backend that is called by HTTP: `POST` with a batch in JSON, signed.
///
/// It took the batch if it answers 2xx; anything else, no answer in time included, means that the
/// same reports come again. The header
///
/// ```
/// Carillon-Signature: t=1767323045,v1=5257a869…
/// ```
///
/// holds the time of the attempt in seconds and the hex of HMAC-SHA-256 over that number, a dot and the
/// body, keyed with the secret. A backend compares it in constant time and refuses what is older than a
/// few minutes, so that nobody can repeat what he overheard. Safe for any thread; closes nothing.
public final class HttpBackend implements Backend {
  private static final String ALGORITHM = "HmacSHA256";

  private final HttpCalls calls;
  private final URI uri;
  private final SecretKeySpec key;
  private final Clock clock;

  /// @param calls whose time limit must be shorter than the lease of [ReportSettings]
  /// @param secret shared with the backend
  public HttpBackend(HttpCalls calls, URI uri, String secret, Clock clock) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the secret is empty");
    }
    this.calls = calls;
    this.uri = uri;
    this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    this.clock = clock;
  }

  @Override
  public void tell(ReportBatch batch) throws BackendException {
    byte[] body = batch.toJson();
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Carillon-Signature", signature(clock.now().getEpochSecond(), body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      calls.call(request).success();
    } catch (HttpCallException e) {
      throw new BackendException(String.valueOf(e.getMessage()));
    }
  }

  private String signature(long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((seconds + ".").getBytes(UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
