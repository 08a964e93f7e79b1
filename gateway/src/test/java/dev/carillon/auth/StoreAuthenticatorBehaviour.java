package dev.carillon.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Principal;
import dev.carillon.core.Store;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is known of a token is read from the store; one subclass for each store.
abstract class StoreAuthenticatorBehaviour {
  private final FakeClock clock = new FakeClock();

  abstract Store store();

  @Test
  void aRecordTellsWhoItIs() throws Exception {
    put("t-1", "{\"sub\":1234567890123456789012,\"name\":\"Ann 🔔\",\"roles\":[\"reader\"]}");

    Principal ann = authenticator().authenticate("t-1");

    assertThat(ann.id()).isEqualTo("1234567890123456789012");
    assertThat(ann.name()).isEqualTo("Ann 🔔");
    assertThat(ann.roles()).containsExactly("reader");
    assertThat(ann.expiresAt()).isNull();
  }

  @Test
  void aRecordMayEnd() throws Exception {
    long now = clock.now().getEpochSecond();
    put("t-1", "{\"sub\":\"u-1\",\"exp\":" + (now + 10) + "}");

    assertThat(authenticator().authenticate("t-1").expiresAt())
        .isEqualTo(clock.now().plusSeconds(10));
    clock.advance(Duration.ofSeconds(10));
    assertThat(reason("t-1")).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void whatIsNotThereIsUnknown() {
    assertThat(reason("nobody")).isEqualTo(Reason.UNKNOWN);
    assertThat(reason("")).isEqualTo(Reason.MALFORMED);
    assertThat(reason("x".repeat(513))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aRecordThatIsNoneIsUnreadable() {
    for (String rubbish :
        new String[] {
          "",
          "null",
          "[]",
          "{",
          "{}{}",
          "{\"sub\":\"a\",\"sub\":\"b\"}",
          "{\"exp\":null}",
          "{\"a\":\"" + "x".repeat(70_000) + "\"}"
        }) {
      put("t-1", rubbish);
      assertThat(reason("t-1")).as(rubbish).isEqualTo(Reason.UNREADABLE);
    }
    put("t-1", "{\"name\":\"Ann\"}");
    assertThat(reason("t-1")).isEqualTo(Reason.NOBODY);
    store().addScored("session:t-2", 1, "member");
    assertThat(reason("t-2")).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void aStoreThatIsAwayIsNoRefusal() {
    store().close();
    assertThat(reason("t-1")).isEqualTo(Reason.UNAVAILABLE);
  }

  private void put(String token, String members) {
    store().put("session:" + token, members, Duration.ofMinutes(1));
  }

  private Authenticator authenticator() {
    return new StoreAuthenticator(store(), "session:", PrincipalNames.DEFAULT, clock);
  }

  private Reason reason(String token) {
    var refused =
        catchThrowableOfType(TokenException.class, () -> authenticator().authenticate(token));
    assertThat(refused).as(token).isNotNull().hasNoCause();
    return refused.reason();
  }
}
