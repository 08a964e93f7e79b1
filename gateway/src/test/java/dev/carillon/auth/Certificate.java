package dev.carillon.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// A certificate as tools make it, and the key that belongs to it: of P-256, for tests alone.
final class Certificate {
  static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhzCCAS+gAwIBAgIUBRh9uUnkvARDlexCINh7AyA03LMwCgYIKoZIzj0EAwIw
      GTEXMBUGA1UEAwwOaXNzdWVyLmV4YW1wbGUwIBcNMjYxMTI2MDE0MzUyWhgPMjEy
      NjExMDIwMTQzNTJaMBkxFzAVBgNVBAMMDmlzc3Vlci5leGFtcGxlMFkwEwYHKoZI
      zj0CAQYIKoZIzj0DAQcDQgAEQllyZ7gQYGWK+P7yQjAXObABTU3aHerPYIc/6+8r
      CAMMMny7ig2LT+GWyzdoWiqvKBgMey7a5BEcZ56CH7yXeKNTMFEwHQYDVR0OBBYE
      FEyDacxE9yR7JuQSmY9pNDANKc+MMB8GA1UdIwQYMBaAFEyDacxE9yR7JuQSmY9p
      NDANKc+MMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRgAwQwIffehOBnji
      bGb0EmVIVQB8IaATwnWEAa6gJTZhm02SYAIgBauOLRVVkAFL5cdv/fZzgRG9FBOy
      IL8STKom2cYOu6g=
      -----END CERTIFICATE-----
      """;

  private static final String KEY =
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkAgeE3qNiz3ucGKNJm1lhEQYAejnU4z/sCvMpH+/"
          + "O5ehRANCAARCWXJnuBBgZYr4/vJCMBc5sAFNTdod6s9ghz/r7ysIAwwyfLuKDYtP4ZbLN2haKq8oGAx7LtrkERxn"
          + "noIfvJd4";

  private Certificate() {}

  static PrivateKey key() throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(KEY)));
  }
}
