package dev.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.auth.JwtSettings;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.TokenException;
import dev.carillon.core.Clock;
import dev.carillon.interop.TokenCases.Case;
import dev.carillon.interop.TokenCases.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Tokens are judged as `jsonwebtoken` judges them, which most of them come from.
///
/// Thousands of tokens, right and wrong, are shown to both. What one accepts the other accepts, but for the kinds
/// that are refused here on purpose; and what it refuses is never accepted.
final class TokensIT {
  private static final Path CLIENTS = Path.of("clients").toAbsolutePath();

  /// Half a character has no UTF-8, and is one of the things that a token may be spelled with.
  private static final JsonMapper JSON =
      new JsonMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  private static final long SEED = 20_261_126;
  private static final int EACH = 400;

  @Test
  void tokensAreJudgedAsTheirIssuersJudgeThem() throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(CLIENTS.resolve("node_modules")), "npm is not installed");
    var rsa = TokenSigner.rsa();
    List<Case> cases =
        new TokenCases(
                SEED,
                List.of(
                    TokenSigner.secret("HS256", "a secret that is longer than the hash itself"),
                    TokenSigner.secret("HS384", "short"),
                    TokenSigner.secret("HS512", "another secret, of middle length"),
                    TokenSigner.rsa("RS256", rsa),
                    TokenSigner.rsa("PS384", rsa),
                    TokenSigner.ec("ES256", "secp256r1"),
                    TokenSigner.ec("ES512", "secp521r1")))
            .make(EACH);
    List<String> theirs = judged(cases);
    assertThat(theirs).hasSameSizeAs(cases);

    var different = new ArrayList<String>();
    var agreedOn = EnumSet.noneOf(Kind.class);
    var stricterAbout = EnumSet.noneOf(Kind.class);
    int accepted = 0;
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      boolean here = accepts(one);
      boolean there = theirs.get(i).equals("ok");
      accepted += here ? 1 : 0;
      if (here == there) {
        agreedOn.add(one.kind());
      } else if (!here && one.kind().stricter()) {
        stricterAbout.add(one.kind());
      } else {
        different.add(one + " here: " + here + " there: " + theirs.get(i));
      }
    }

    assertThat(different).isEmpty();
    assertThat(accepted).isBetween(cases.size() / 20, cases.size() / 2);
    // The list of exceptions holds nothing that is none.
    assertThat(stricterAbout)
        .containsExactlyElementsOf(
            EnumSet.allOf(Kind.class).stream().filter(Kind::stricter).toList());
    assertThat(agreedOn)
        .containsAll(EnumSet.allOf(Kind.class).stream().filter(kind -> !kind.stricter()).toList());
  }

  private static boolean accepts(Case one) {
    try {
      JwtSettings settings =
          JwtSettings.defaults()
              .with(to -> {
                to.issuers = one.issuer().isEmpty() ? Set.of() : Set.of(one.issuer());
                to.audiences = one.audience().isEmpty() ? Set.of() : Set.of(one.audience());
              });
      new JwtVerifier(one.signer().keys(), settings, new Frozen()).verify(one.token());
      return true;
    } catch (TokenException e) {
      return false;
    }
  }

  private static List<String> judged(List<Case> cases) throws IOException, InterruptedException {
    Path input = Files.createTempFile("tokens", ".jsonl");
    Path output = Files.createTempFile("tokens", ".txt");
    try {
      var lines = new ArrayList<String>();
      for (Case one : cases) {
        lines.add(JSON.writeValueAsString(asked(one)));
      }
      Files.write(input, lines, StandardCharsets.UTF_8);
      Process node =
          new ProcessBuilder("node", "tokens/judge.mjs")
              .directory(CLIENTS.toFile())
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        assertThat(node.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(node.exitValue()).isZero();
      } finally {
        node.destroyForcibly();
      }
      return Files.readAllLines(output);
    } finally {
      Files.delete(input);
      Files.delete(output);
    }
  }

  private static Map<String, Object> asked(Case one) {
    var options = new HashMap<String, Object>();
    if (!one.issuer().isEmpty()) {
      options.put("issuer", one.issuer());
    }
    if (!one.audience().isEmpty()) {
      options.put("audience", one.audience());
    }
    return Map.of(
        "token", one.token(), "key", one.signer().key(), "now", TokenCases.NOW, "options", options);
  }

  /// The moment of judgement.
  private static final class Frozen implements Clock {
    @Override
    public long millis() {
      return 0;
    }

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(TokenCases.NOW);
    }
  }
}
