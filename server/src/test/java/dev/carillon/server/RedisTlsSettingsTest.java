package dev.carillon.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.redis.RedisSettings;
import dev.carillon.redis.RedisSettings.Verification;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsSettingsTest {
  @TempDir Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void addFiles() throws Exception {
    for (String name : List.of("ca", "cert", "key")) {
      Files.writeString(folder.resolve(name + ".pem"), name);
    }
    settings.put("redis.url", "rediss://cache?ssl_cert_reqs=none");
  }

  @Test
  void theKeysWinOverTheAddress() throws Exception {
    settings.put("redis.tls-ca-cert-file", file("ca"));
    settings.put("redis.tls-cert-file", file("cert"));
    settings.put("redis.tls-key-file", file("key"));
    settings.put("redis.tls-verify", "ca");

    RedisSettings redis = requireNonNull(read().link());

    assertThat(redis.trustedCertificates).isEqualTo(folder.resolve("ca.pem"));
    assertThat(redis.clientCertificate).isEqualTo(folder.resolve("cert.pem"));
    assertThat(redis.clientKey).isEqualTo(folder.resolve("key.pem"));
    assertThat(redis.verification).isEqualTo(Verification.CA);
  }

  @Test
  void theAddressCountsWhereNoKeyIsSet() throws Exception {
    assertThat(requireNonNull(read().link()).verification).isEqualTo(Verification.NONE);
  }

  @Test
  void theServerOfTheBotsIsTrustedInTheSameWay() throws Exception {

    settings.put("redis.tls-ca-cert-file", file("ca"));

    var redis = read();

    assertThat(redis.link(new Secret("redis://bots")).trustedCertificates).isNull();
    assertThat(redis.link(new Secret("rediss://bots")).trustedCertificates)
        .isEqualTo(folder.resolve("ca.pem"));
  }

  @Test
  void mistakesAreTold() {
    settings.put("redis.url", "redis://cache");
    settings.put("redis.tls-ca-cert-file", file("missing"));
    settings.put("redis.tls-key-file", file("key"));
    settings.put("redis.tls-verify", "ca");

    assertThatThrownBy(this::read)
        .hasMessageContaining("redis.tls-ca-cert-file (--set): not a file that can be read")
        .hasMessageContaining("redis.tls-key-file (--set): set without the certificate")
        .hasMessageContaining("redis.url (--set): does not encrypt");
  }

  private ServerSettings.Redis read() throws ConfigException {
    return ServerConfig.read(
            AppTypes.onClassPath(), new ConfigInput(List.of("echo"), null, settings, Map.of()))
        .server()
        .redis;
  }

  private String file(String name) {
    return folder.resolve(name + ".pem").toString();
  }
}
