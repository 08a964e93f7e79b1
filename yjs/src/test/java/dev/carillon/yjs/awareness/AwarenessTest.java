package dev.carillon.yjs.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.Hex;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AwarenessTest {
  private static final AwarenessLimits LIMITS =
      new AwarenessLimits(3, 20, 30, 3, Duration.ofSeconds(30), Duration.ofMinutes(1));

  private final Awareness awareness = new Awareness(LIMITS);

  // As y-protocols 1.0.6 encodes client 300 at clock 1, and at clock 2 when it is gone.
  @Test
  void whatAClientSaysIsPassedOnAsItCame() {
    byte[] here = Hex.bytes("01 ac02 01 0d 7b226e616d65223a22c3a9227d");
    byte[] gone = Hex.bytes("01 ac02 02 04 \"null\"");

    assertThat(awareness.apply(here, 0).added()).containsExactly(300L);
    assertThat(awareness.state(300)).isEqualTo("{\"name\":\"é\"}");
    assertThat(awareness.encode()).isEqualTo(here);
    assertThat(awareness.apply(gone, 0).removed()).containsExactly(300L);
    assertThat(awareness.state(300)).isNull();
    assertThat(awareness.encode(List.of(300L, 301L))).isEqualTo(gone);
    assertThat(awareness.encode()).containsExactly(0);
  }

  @Test
  void onlyAHigherClockIsTaken() {
    apply(1, 5, "1");

    assertThat(apply(1, 5, "2").isEmpty()).isTrue();
    assertThat(apply(1, 4, "2").isEmpty()).isTrue();
    assertThat(awareness.state(1)).isEqualTo("1");
    assertThat(apply(1, 6, "2").changed()).containsExactly(1L);
    assertThat(awareness.state(1)).isEqualTo("2");
  }

  @Test
  void theFirstClockMustBeAboveZero() {
    assertThat(apply(1, 0, "1").isEmpty()).isTrue();
    assertThat(awareness.state(1)).isNull();
  }

  @Test
  void aStateIsRemovedAtItsOwnClock() {
    apply(1, 5, "1");

    assertThat(apply(1, 4, null).isEmpty()).isTrue();
    assertThat(apply(1, 5, null).removed()).containsExactly(1L);
    assertThat(apply(1, 5, null).isEmpty()).isTrue();
    assertThat(apply(1, 5, "1").isEmpty()).isTrue();
    assertThat(apply(1, 6, "1").updated()).containsExactly(1L);
  }

  @Test
  void aStateThatSaysTheSameIsPassedOnButIsNoChange() {
    apply(1, 1, "1");
    AwarenessChange heartbeat = apply(1, 2, "1");

    assertThat(heartbeat.updated()).containsExactly(1L);
    assertThat(heartbeat.changed()).isEmpty();
    assertThat(heartbeat.clients()).containsExactly(1L);
    assertThat(heartbeat.isEmpty()).isFalse();
  }

  @Test
  void removedClientsKeepTheirClock() {
    apply(1, 5, "1");

    assertThat(awareness.remove(List.of(1L, 2L), 0).removed()).containsExactly(1L);
    assertThat(Hex.hex(awareness.encode(List.of(1L)))).isEqualTo("010105046e756c6c");
    assertThat(awareness.remove(List.of(1L), 0).isEmpty()).isTrue();
    assertThat(apply(1, 5, "1").isEmpty()).isTrue();
  }

  @Test
  void aTabThatComesBackIsSeenAtOnceWhenItsClockWasForgotten() {
    apply(1, 5, "1");
    awareness.remove(List.of(1L), 0);
    assertThat(apply(1, 5, "1").isEmpty()).isTrue(); // as y-protocols has it

    assertThat(awareness.forget(List.of(1L, 2L)).isEmpty()).isTrue();

    assertThat(awareness.encode(List.of(1L))).containsExactly(0);
    assertThat(apply(1, 5, "1").added()).containsExactly(1L);
    assertThat(awareness.state(1)).isEqualTo("1");
  }

  @Test
  void whoIsForgottenWithAStateIsRemovedAndLeavesRoom() {
    for (int round = 0; round < 10; round++) {
      apply(1, 5, "\"as much as may be\"");
      assertThat(awareness.forget(List.of(1L)).removed()).containsExactly(1L);
      assertThat(awareness.clients()).isEmpty();
    }
    var peer = new Awareness(7, LIMITS);
    peer.setLocalState("1", 0);
    assertThat(peer.forget(List.of(7L)).isEmpty()).isTrue();
    assertThat(peer.state(7)).isEqualTo("1");
  }

  @Test
  void silentClientsExpireAndAreForgottenLater() {
    apply(1, 5, "1", 0);
    apply(2, 5, "2", 10_000);

    assertThat(awareness.expire(29_999).isEmpty()).isTrue();
    assertThat(awareness.expire(30_000).removed()).containsExactly(1L);
    assertThat(awareness.clients()).containsExactly(2L);
    assertThat(awareness.encode(List.of(1L))).isNotEqualTo(new byte[] {0});
    awareness.expire(90_000);
    assertThat(awareness.encode(List.of(1L))).containsExactly(0);
    assertThat(apply(1, 1, "1").added()).containsExactly(1L);
  }

  @Test
  void theOwnStateIsNotRemovedFromOutside() {
    var peer = new Awareness(7, LIMITS);
    assertThat(peer.setLocalState("1", 0).added()).containsExactly(7L);

    assertThat(peer.apply(update(7, 3, null), 0).updated()).containsExactly(7L);
    assertThat(peer.state(7)).isEqualTo("1");
    assertThat(Hex.hex(peer.encode())).isEqualTo("0107040131");
  }

  @Test
  void theOwnStateIsRenewedAndNeverExpires() {
    var peer = new Awareness(7, LIMITS);
    peer.setLocalState("1", 0);

    assertThat(peer.expire(14_999).isEmpty()).isTrue();
    assertThat(peer.expire(15_000).updated()).containsExactly(7L);
    assertThat(Hex.hex(peer.encode())).isEqualTo("0107010131");
    assertThat(peer.setLocalState(null, 16_000).removed()).containsExactly(7L);
    assertThat(peer.expire(200_000).isEmpty()).isTrue();
    assertThat(Hex.hex(peer.encode(List.of(7L)))).isEqualTo("010702046e756c6c");
    peer.setLocalState("1", 0);
    assertThat(peer.remove(List.of(7L), 0).removed()).containsExactly(7L);
    assertThat(Hex.hex(peer.encode(List.of(7L)))).isEqualTo("010704046e756c6c");
  }

  @Test
  void withoutAnOwnClientThereIsNoOwnState() {
    assertThatThrownBy(() -> awareness.setLocalState("1", 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tooManyClientsAreRefusedAndNothingIsTaken() {
    apply(1, 1, "1");
    apply(2, 1, "2");
    byte[] two = Hex.bytes("02 | 03 01 01 \"3\" | 04 01 01 \"4\"");

    assertRefused(Reason.LIMIT, two);
    assertThat(awareness.clients()).containsExactly(1L, 2L);
    assertThat(apply(3, 1, "3").added()).containsExactly(3L);
    assertThat(apply(3, 2, "4").updated()).containsExactly(3L);
  }

  @Test
  void largeStatesAreRefused() {
    assertRefused(Reason.LIMIT, update(1, 1, "\"" + "x".repeat(19) + "\""));
    apply(1, 1, "\"" + "x".repeat(18) + "\"");
    assertRefused(Reason.LIMIT, update(2, 1, "\"" + "x".repeat(9) + "\""));
    assertThatCode(() -> apply(2, 1, "\"" + "x".repeat(8) + "\"")).doesNotThrowAnyException();
    awareness.remove(List.of(1L), 0);
    assertThatCode(() -> apply(3, 1, "\"" + "x".repeat(18) + "\"")).doesNotThrowAnyException();
  }

  @Test
  void clocksOfTheGoneMakeRoomForTheLiving() {
    for (int client = 1; client < 1000; client++) {
      apply(client, 1, null);
    }
    apply(2000, 1, "1");
    apply(2001, 1, "1");
    apply(2002, 1, "1");

    assertThat(awareness.clients()).containsExactly(2000L, 2001L, 2002L);
    assertThat(awareness.encode(List.of(997L, 998L, 999L))).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffff0f 01 01 01 \"1\"",
        "01 01 01 03 \"{a}\"",
        "01 01 01 00",
        "01 01 01 09 \"undefined\"",
        "01 01 01 01 ff",
        "01 01 01 01 \"1\" 00",
        "02 | 01 01 01 \"1\" | 02 01 01 \"x\""
      })
  void badUpdatesAreRefusedAndNothingIsTaken(String hex) {
    assertRefused(Reason.MALFORMED, Hex.bytes(hex));
    assertThat(awareness.clients()).isEmpty();
  }

  @Test
  void deepStatesAreRefused() {
    assertRefused(Reason.LIMIT, update(1, 1, "[[[[1]]]]"));
  }

  @Test
  void anUpdateCutAnywhereOrChangedAtRandomIsReadOrRefused() {
    byte[] whole = Hex.bytes("02 | 03 01 03 \"[3]\" | ac02 01 05 \"false\"");
    for (int size = 0; size < whole.length; size++) {
      assertRefused(Reason.MALFORMED, Arrays.copyOf(whole, size));
    }
    var random = new Random(2);
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        awareness.apply(changed, round * 1000L);
      } catch (UpdateRefusedException e) {
        refused++;
      }
      awareness.expire(round * 1000L);
      assertThat(awareness.clients()).hasSizeLessThanOrEqualTo(3);
    }
    assertThat(refused).isBetween(1, 9_999);
  }

  private AwarenessChange apply(long client, long clock, @Nullable String state) {
    return apply(client, clock, state, 0);
  }

  private AwarenessChange apply(long client, long clock, @Nullable String state, long now) {
    return awareness.apply(update(client, clock, state), now);
  }

  private void assertRefused(Reason reason, byte[] update) {
    assertThatThrownBy(() -> awareness.apply(update, 0))
        .isInstanceOfSatisfying(
            UpdateRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static byte[] update(long client, long clock, @Nullable String state) {
    var out = new Encoder();
    out.writeVarUint(1);
    out.writeVarUint(client);
    out.writeVarUint(clock);
    out.writeString(state == null ? "null" : state);
    return out.toByteArray();
  }
}
