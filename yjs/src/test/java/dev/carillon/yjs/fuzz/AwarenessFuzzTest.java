package dev.carillon.yjs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carillon.yjs.awareness.Awareness;
import dev.carillon.yjs.awareness.AwarenessLimits;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Awareness updates made by nobody knows whom.
final class AwarenessFuzzTest {
  private static final long NOW = 1_000_000;
  private static final byte[] FILLED =
      "\2\1\5\2{}\2\5\7\"there\"".getBytes(StandardCharsets.ISO_8859_1);

  @FuzzTest
  void updates(byte[] update) {
    Stopwatch.run(() -> applyTo(new Awareness(AwarenessLimits.DEFAULT), update));
    Stopwatch.run(() -> applyTo(filled(new Awareness(AwarenessLimits.DEFAULT)), update));
    Stopwatch.run(() -> applyTo(filled(new Awareness(1, AwarenessLimits.DEFAULT)), update));
  }

  private static Awareness filled(Awareness awareness) {
    awareness.apply(FILLED, NOW);
    return awareness;
  }

  private static void applyTo(Awareness awareness, byte[] update) {
    byte[] before = awareness.encode();
    try {
      awareness.apply(update, NOW);
    } catch (UpdateRefusedException e) {
      assertThat(awareness.encode()).as("a refused update leaves no trace").isEqualTo(before);
      return;
    }
    var copy = new Awareness(AwarenessLimits.DEFAULT);
    copy.apply(awareness.encode(), NOW);
    // One who hears with clock 0 of a client cannot tell that from never having heard of it.
    assertThat(awareness.clients()).containsAll(copy.clients());
    for (long client : copy.clients()) {
      assertThat(copy.state(client)).isEqualTo(awareness.state(client));
    }
    List<Long> clients = awareness.clients();
    awareness.remove(clients, NOW);
    awareness.expire(NOW + AwarenessLimits.DEFAULT.memory().toMillis());
    assertThat(awareness.clients()).isEmpty();
  }
}
