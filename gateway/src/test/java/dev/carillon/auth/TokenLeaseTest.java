package dev.carillon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.auth.TokenLease.Renewal;
import dev.carillon.core.CloseReason;
import dev.carillon.core.HandLane;
import dev.carillon.core.Lane;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import dev.carillon.core.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenLeaseTest {
  private static final Duration WARNING = Duration.ofSeconds(60);

  private final HandLane hand = new HandLane();
  private final Client client = new Client(hand.lane);
  private final List<String> told = new ArrayList<>();
  private final Instant start = hand.clock.now();

  private static final class Client extends Member {
    Client(Lane lane) {
      super("client", lane);
    }

    @Override
    protected void expel(CloseReason reason) {
      throw new AssertionError(reason);
    }

    @Override
    protected int deliver(Message message) {
      return 0;
    }
  }

  private final class Telling implements TokenLease.Holder {
    @Override
    public void onExpiring(Instant end) {
      told.add("expiring at " + Duration.between(start, end).toSeconds());
    }

    @Override
    public void onExpired() {
      told.add("expired");
    }
  }

  @Test
  void aClientIsWarnedAndEndedWithItsToken() {
    begin(WARNING, ends(100));

    hand.advance(39_000);
    assertThat(told).isEmpty();
    hand.advance(1_100);
    assertThat(told).containsExactly("expiring at 100");
    hand.advance(59_000 - 100);
    assertThat(told).hasSize(1);
    hand.advance(1_100);
    assertThat(told).containsExactly("expiring at 100", "expired");
    hand.advance(200_000);
    assertThat(told).hasSize(2);
  }

  @Test
  void aFreshTokenTakesThePlaceOfTheOldOne() {
    TokenLease lease = begin(WARNING, ends(100));
    hand.advance(50_000);
    Principal fresh = ends(300);

    assertThat(lease.renew(fresh)).isEqualTo(Renewal.RENEWED);
    hand.turn();
    assertThat(client.principal()).isSameAs(fresh);
    hand.advance(100_000);
    assertThat(told).containsExactly("expiring at 100");
    hand.advance(100_000);
    assertThat(told).containsExactly("expiring at 100", "expiring at 300");
    hand.advance(60_000);
    assertThat(told).containsExactly("expiring at 100", "expiring at 300", "expired");
    assertThat(lease.renew(ends(900))).isEqualTo(Renewal.OVER);
    assertThat(client.principal()).isSameAs(fresh);
  }

  @Test
  void aTokenOfSomebodyElseCountsForNothing() {
    TokenLease lease = begin(WARNING, ends(100));

    assertThat(lease.renew(Principal.of("ben"))).isEqualTo(Renewal.OTHER_PRINCIPAL);
    hand.advance(50_000);
    hand.advance(51_000);
    assertThat(told).containsExactly("expiring at 100", "expired");
  }

  @Test
  void aTokenThatIsShorterThanTheWarningIsWarnedOfAtOnce() {
    begin(WARNING, ends(10));
    assertThat(told).containsExactly("expiring at 10");
    hand.advance(10_100);
    assertThat(told).containsExactly("expiring at 10", "expired");
  }

  @Test
  void withoutAWarningThereIsNone() {
    begin(Duration.ZERO, ends(100));
    hand.advance(101_000);
    assertThat(told).containsExactly("expired");
  }

  @Test
  void whatHasEndedAlreadyEndsAtOnce() {
    begin(WARNING, ends(-1));
    assertThat(told).containsExactly("expired");
  }

  @Test
  void whoHasNoEndIsLeftAloneUntilItHasOne() {
    TokenLease lease = begin(WARNING, ends(null));
    hand.advance(Duration.ofDays(400).toMillis());
    assertThat(told).isEmpty();

    lease.renew(ends(Duration.ofDays(401).toSeconds()));
    hand.turn();
    hand.advance(Duration.ofDays(2).toMillis());
    assertThat(told).endsWith("expired");
  }

  @Test
  void whoGoesIsToldNothing() {
    TokenLease lease = begin(WARNING, ends(100));
    lease.end();
    lease.end();
    hand.turn();
    hand.advance(200_000);
    assertThat(told).isEmpty();
    assertThat(lease.renew(ends(300))).isEqualTo(Renewal.OVER);
  }

  private TokenLease begin(Duration warning, Principal who) {
    client.identify(who);
    TokenLease lease = TokenLease.begin(client, warning, new Telling());
    hand.turn();
    return lease;
  }

  private Principal ends(@Nullable Number seconds) {
    Instant end = seconds == null ? null : start.plusSeconds(seconds.longValue());
    return new Principal("ann", null, Set.of(), Map.of(), end);
  }
}
