package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.redis.RedisSettings.Mode;
import dev.carillon.redis.RedisSettings.Node;
import dev.carillon.redis.RedisSettings.Verification;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

  @Test
  void aHostIsEnough() {
    var settings = RedisSettings.of("redis://localhost");
    assertThat(settings.mode).isEqualTo(Mode.SINGLE);
    assertThat(settings.nodes).containsExactly(new Node("localhost", 6379));
    assertThat(settings.database).isZero();
    assertThat(settings.username).isNull();
    assertThat(settings.password).isNull();
    assertThat(settings.tls).isFalse();
    assertThat(settings.commandTimeout).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void portDatabaseAndTlsAreRead() {
    var settings = RedisSettings.of("rediss://cache.example:6380/2");
    assertThat(settings.nodes).containsExactly(new Node("cache.example", 6380));
    assertThat(settings.database).isEqualTo(2);
    assertThat(settings.tls).isTrue();
    assertThat(RedisSettings.of("REDIS://h/").database).isZero();
    assertThat(RedisSettings.of("redis://[::1]:6380").nodes).containsExactly(new Node("::1", 6380));
  }

  @Test
  void usersAndPasswordsAreRead() {
    var passwordOnly = RedisSettings.of("redis://:p%40ss+w@h");
    assertThat(passwordOnly.username).isNull();
    assertThat(passwordOnly.password).isEqualTo("p@ss+w");
    var acl = RedisSettings.of("rediss://default:pw@h:1");
    assertThat(acl.username).isEqualTo("default");
    assertThat(acl.password).isEqualTo("pw");
    assertThat(RedisSettings.of("redis://pw@h").password).isEqualTo("pw");
    assertThat(RedisSettings.of("redis://u:a/b#c@d:e@h").password).isEqualTo("a/b#c@d:e");
  }

  @Test
  void sentinelsAreRead() {
    var settings = RedisSettings.of("redis-sentinel://pw@one:26380,two,[::1]:5/4#tower");
    assertThat(settings.mode).isEqualTo(Mode.SENTINEL);
    assertThat(settings.nodes)
        .containsExactly(new Node("one", 26380), new Node("two", 26379), new Node("::1", 5));
    assertThat(settings.primary).isEqualTo("tower");
    assertThat(settings.password).isEqualTo("pw");
    assertThat(settings.database).isEqualTo(4);
    assertThat(RedisSettings.of("rediss-sentinel://one#t").tls).isTrue();
  }

  @Test
  void clustersAreRead() {
    var settings = RedisSettings.of("rediss-cluster://u:pw@one:7000,two:7001");
    assertThat(settings.mode).isEqualTo(Mode.CLUSTER);
    assertThat(settings.nodes).containsExactly(new Node("one", 7000), new Node("two", 7001));
    assertThat(settings.tls).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://:hunter2@h",
        "redisss://:hunter2@h",
        "redis-ring://:hunter2@h",
        "redis://:hunter2@",
        "redis://:hunter2@:6379",
        "redis://:hunter2@h:0",
        "redis://:hunter2@h:65536",
        "redis://:hunter2@h:port",
        "redis://:hunter2@h:",
        "redis://:hunter2@h/one",
        "redis://:hunter2@h/-1",
        "redis://:hunter2@h/0?family=6",
        "redis://:hunter2@h,i",
        "redis://:hunter2@h#name",
        "redis://:hunter2%4@h",
        "redis://:hunter2%zz@h",
        "redis://:hunter2@[::1:6379",
        "redis://:hunter2@::1]:6379",
        "redis://:hunter2@[::1]6379",
        "redis-sentinel://:hunter2@h:26379",
        "redis-sentinel://:hunter2@h:26379#",
        "redis-cluster://:hunter2@h,",
        "redis-cluster://:hunter2@h/1",
      })
  void whatIsWrongIsSaidWithoutThePassword(String url) {
    assertThatThrownBy(() -> RedisSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed are redis://")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "rediss://h?ssl_cert_reqs=none, NONE",
    "rediss://h/1?ssl_cert_reqs=CERT_NONE, NONE",
    "rediss://h?ssl_cert_reqs=required, FULL",
    "rediss://h?ssl_cert_reqs=optional&ssl_check_hostname=false, CA",
    "rediss://h?ssl_check_hostname=true, FULL",
    "rediss://h?skip_verify=true, NONE",
    "rediss://h?verifyPeer=CA, CA",
    "rediss-cluster://h?verifyPeer=none, NONE",
    "rediss-sentinel://h?verifyPeer=ca#tower, CA",
    "rediss://h/#insecure, NONE",
    "rediss://h, FULL"
  })
  void otherClientsWaysToSayWhatIsVerifiedAreUnderstood(String url, Verification meant) {
    assertThat(RedisSettings.of(url).verification).isEqualTo(meant);
  }

  @Test
  void parametersOfOtherClientsAreUnderstood() {
    var settings =
        RedisSettings.of(
            "rediss://:p?w@h?db=3&ssl_ca_certs=%2Fca.pem&ssl_certfile=/c.pem&ssl_keyfile=/k.pem");
    assertThat(settings.password).isEqualTo("p?w");
    assertThat(settings.database).isEqualTo(3);
    assertThat(settings.trustedCertificates).isEqualTo(Path.of("/ca.pem"));
    assertThat(settings.clientCertificate).isEqualTo(Path.of("/c.pem"));
    assertThat(settings.clientKey).isEqualTo(Path.of("/k.pem"));
    assertThat(RedisSettings.of("redis://h/2?db=2").database).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h?family=6, the parameter family",
    "redis://h?protocol=3, the parameter protocol",
    "rediss://h?Ssl_Ca_Path=/hunter2, the parameter ssl_ca_path",
    "redis://h?hunter2=1, a parameter (after ?) of a Redis address is not known",
    "redis://h/1?db=2, different databases",
    "redis://h?db=1&database=2, twice",
    "redis://h?db=hunter2, the parameter db is a number",
    "redis-cluster://h?db=1, database 0 only",
    "redis://h?skip_verify=true, rediss",
    "rediss://h?ssl_cert_reqs=hunter2, 'none, optional or required'",
    "rediss://h?ssl_ca_certs=, the path of a PEM file",
    "rediss://h?ssl_certfile=/hunter2, its key come together",
    "redis://h#insecure, name after #"
  })
  void parametersThatCannotBeFollowedAreRefusedByName(String url, String told) {
    assertThatThrownBy(() -> RedisSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void itsTextHoldsNoSecret() {
    var settings =
        RedisSettings.of("rediss-sentinel://user:hunter2@one:1,two:2/3#tower")
            .with(to -> to.sentinelPassword = "hunter2");
    assertThat(settings).hasToString("rediss-sentinel://one:1,two:2/3#tower");
    assertThat(RedisUrl.parse("redis://user:hunter2@one").toString()).doesNotContain("hunter2");
  }

  @Test
  void eachPartCanBeReplaced() {
    var settings =
        RedisSettings.of("redis://h")
            .with(to -> {
              to.username = "u";
              to.password = "p";
              to.database = 1;
              to.tls = true;
              to.verification = Verification.NONE;
              to.connectTimeout = Duration.ofMillis(1);
              to.commandTimeout = Duration.ofMillis(2);
              to.probeInterval = Duration.ofMillis(3);
            });
    assertThat(settings.username).isEqualTo("u");
    assertThat(settings.password).isEqualTo("p");
    assertThat(settings.database).isEqualTo(1);
    assertThat(settings.tls).isTrue();
    assertThat(settings.verification).isEqualTo(Verification.NONE);
    assertThat(settings.connectTimeout).isEqualTo(Duration.ofMillis(1));
    assertThat(settings.commandTimeout).isEqualTo(Duration.ofMillis(2));
    assertThat(settings.probeInterval).isEqualTo(Duration.ofMillis(3));
    assertThatThrownBy(() -> settings.with(to -> to.connectTimeout = Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
