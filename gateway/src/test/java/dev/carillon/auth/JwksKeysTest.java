package dev.carillon.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.auth.TokenException.Reason;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwksKeysTest {
  private static final String PAYLOAD = "{\"sub\":\"ann\"}";

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final HttpServer issuer = issuer();
  private final JwksKeys keys =
      new JwksKeys(
          "test",
          JwksSettings.at(URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks"))
              .with(to -> {
                to.refresh = Duration.ofMinutes(10);
                to.pause = Duration.ofSeconds(30);
                to.staleFor = Duration.ofHours(1);
              }),
          clock);
  private final JwtVerifier verifier = new JwtVerifier(keys, JwtSettings.defaults(), clock);

  private final KeyPair one = Signed.ec("secp256r1");
  private final KeyPair two = Signed.ec("secp256r1");

  JwksKeysTest() throws GeneralSecurityException {}

  private HttpServer issuer() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/jwks",
          exchange -> {
            fetches.incrementAndGet();
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    issuer.start();
    publish(jwk("one", one));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    keys.close();
    issuer.stop(0);
  }

  @Test
  void keysAreFetchedForTheFirstTokenAndKept() throws Exception {
    assertThat(fetches).hasValue(0);
    for (int i = 0; i < 5; i++) {
      assertThat(verifier.verify(token("one", one)).subject()).isEqualTo("ann");
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void manyWhoComeAtOnceWaitForOneFetch() throws Exception {
    gate = new CountDownLatch(1);
    var waiting = new ArrayList<Future<TokenClaims>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        waiting.add(threads.submit(() -> verifier.verify(token("one", one))));
      }
      await().until(() -> fetches.get() == 1);
      gate.countDown();
      for (Future<TokenClaims> each : waiting) {
        assertThat(each.get().subject()).isEqualTo("ann");
      }
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void anUnknownKeyHasTheSetFetchedAgain() throws Exception {
    verifier.verify(token("one", one));
    publish(jwk("one", one), jwk("two", two));
    clock.advance(Duration.ofSeconds(30));

    verifier.verify(token("two", two));
    assertThat(fetches).hasValue(2);
  }

  @Test
  void inventedKeysCostNoFetchEach() throws Exception {
    verifier.verify(token("one", one));
    for (int i = 0; i < 100; i++) {
      assertThat(reason(token("invented-" + i, two))).isEqualTo(Reason.UNKNOWN_KEY);
    }
    assertThat(fetches).hasValue(1);
    clock.advance(Duration.ofSeconds(30));
    for (int i = 0; i < 100; i++) {
      assertThat(reason(token("invented-" + i, two))).isEqualTo(Reason.UNKNOWN_KEY);
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void algorithmsOfNoKeyPairCostNoFetch() throws Exception {
    for (String algorithm : List.of("HS256", "none", "ES256K")) {
      String token = Signed.hmac("{\"alg\":\"" + algorithm + "\"}", PAYLOAD, new byte[32]);
      assertThat(reason(token)).isEqualTo(Reason.ALGORITHM);
    }
    assertThat(fetches).hasValue(0);
  }

  @Test
  void oldKeysCountWhileNewOnesAreFetched() throws Exception {
    verifier.verify(token("one", one));
    publish(jwk("two", two));
    gate = new CountDownLatch(1);
    clock.advance(Duration.ofMinutes(11));

    verifier.verify(token("one", one));
    await().until(() -> fetches.get() == 2);
    verifier.verify(token("one", one));
    gate.countDown();
    await()
        .untilAsserted(() -> assertThat(reason(token("one", one))).isEqualTo(Reason.UNKNOWN_KEY));
    verifier.verify(token("two", two));
    assertThat(fetches).hasValue(2);
  }

  @Test
  void keysOutliveAnIssuerThatIsAwayButNotForEver() throws Exception {
    verifier.verify(token("one", one));
    status = 500;
    clock.advance(Duration.ofMinutes(59));
    verifier.verify(token("one", one));
    await().until(() -> fetches.get() == 2);

    clock.advance(Duration.ofMinutes(2));
    assertThat(reason(token("one", one))).isEqualTo(Reason.UNAVAILABLE);
    int failed = fetches.get();
    assertThat(reason(token("one", one))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(fetches).hasValue(failed);

    status = 200;
    clock.advance(Duration.ofSeconds(30));
    verifier.verify(token("one", one));
  }

  @Test
  void withoutAnyKeysTokensCannotBeJudged() {
    status = 503;
    assertThat(reason(token("one", one))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(reason(token("one", one))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aSetThatCannotBeReadReplacesNothing() throws Exception {
    verifier.verify(token("one", one));
    for (String rubbish :
        List.of(
            "<html>",
            "{}",
            "{\"keys\":{}}",
            "{\"keys\":[],\"keys\":[]}",
            "{\"keys\":[" + "{},".repeat(64) + "{}]}",
            "{\"keys\":[\"" + "x".repeat(300_000) + "\"]}")) {
      body = rubbish;
      int before = fetches.get();
      clock.advance(Duration.ofSeconds(30));
      assertThat(reason(token("two", two))).isEqualTo(Reason.UNKNOWN_KEY);
      assertThat(fetches).hasValue(before + 1);
      verifier.verify(token("one", one));
    }
  }

  /// RFC 7517 §5: keys that are not understood are ignored, and others are not for signatures.
  @Test
  void keysOfNoUseArePassedOver() throws Exception {
    String good = jwk("one", one);
    publish(
        "7",
        "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"" + Signed.encoded(new byte[32]) + "\"}",
        "{\"kty\":\"EC\",\"kid\":\"off\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"kid\":\"odd\",\"crv\":7,\"x\":[],\"y\":{}}",
        "{\"kty\":\"NEW\",\"kid\":\"new\"}",
        rsa("weak", Signed.newRsa(1024)),
        good.replace("\"one\"", "\"enc\",\"use\":\"enc\""),
        good.replace("\"one\"", "\"ops\",\"key_ops\":[\"sign\"]"),
        good.replace("\"one\"", "\"alg\",\"alg\":\"ES384\""),
        good);

    for (String id : List.of("enc", "ops", "alg", "secret", "odd", "new", "weak")) {
      assertThat(reason(token(id, one))).as(id).isEqualTo(Reason.UNKNOWN_KEY);
    }
    // A point that is on no curve verifies nothing.
    assertThat(reason(token("off", one))).isEqualTo(Reason.BAD_SIGNATURE);
    verifier.verify(token("one", one));
    // One that names no key is tried with those that there are.
    verifier.verify(Signed.token("ES256", PAYLOAD, one.getPrivate()));
    assertThat(reason(Signed.token("ES256", PAYLOAD, two.getPrivate())))
        .isEqualTo(Reason.BAD_SIGNATURE);
  }

  @Test
  void rsaKeysAreRead() throws Exception {
    publish(rsa("r", Signed.rsa()));
    for (String algorithm : List.of("RS256", "PS512")) {
      String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"r\"}";
      verifier.verify(Signed.withHeader(header, algorithm, PAYLOAD, Signed.rsa().getPrivate()));
    }
  }

  @Test
  void onlyHttpIsAsked() {
    for (String url : List.of("file:///etc/passwd", "ftp://host/x", "jwks", "https:///x")) {
      assertThatIllegalArgumentException().isThrownBy(() -> JwksSettings.at(URI.create(url)));
    }
  }

  private void publish(String... all) {
    body = "{\"keys\":[" + String.join(",", all) + "]}";
  }

  private static String jwk(String id, KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{\"kty\":\"EC\",\"kid\":\"%s\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            id,
            Signed.encoded(bytes(key.getW().getAffineX().toByteArray())),
            Signed.encoded(bytes(key.getW().getAffineY().toByteArray())));
  }

  private static String rsa(String id, KeyPair pair) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"AQAB\"}"
        .formatted(id, Signed.encoded(key.getModulus().toByteArray()));
  }

  /// A number of 256 bits as 32 bytes (RFC 7518 §6.2.1.2).
  private static byte[] bytes(byte[] number) {
    byte[] out = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, out, 32 - length, length);
    return out;
  }

  private static String token(String id, KeyPair pair) {
    try {
      String header = "{\"alg\":\"ES256\",\"kid\":\"" + id + "\"}";
      return Signed.withHeader(header, "ES256", PAYLOAD, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reason reason(String token) {
    var refused = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
    assertThat(refused).as(token).isNotNull().hasNoCause();
    return refused.reason();
  }
}
