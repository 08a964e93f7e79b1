package dev.carillon.server.apps.toggo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.toggo.ToggoSettings.Snapshot;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
  private static final int KIB = 1024;

  private final Latest latest =
      new Latest(new Snapshot(3, 4 * KIB, Duration.ofSeconds(10), 0), 10 * KIB);

  @Test
  void ofEachTopicAndEntityTheLatestStaysInItsPlace() {
    put("t1", "a", "1", 10, 0);
    put("t1", "a", "2", 10, 0);
    put("t1", "b", "1", 10, 0);
    put("t1", "a", "1", 11, 0);

    assertThat(of("t1", 0)).containsExactly("a2:10", "b1:10", "a1:11");
    put("t1", "c", "1", 10, 0);
    assertThat(of("t1", 0)).containsExactly("b1:10", "a1:11", "c1:10");
    assertThat(of("t2", 0)).isEmpty();
  }

  @Test
  void theMemoryOfOneTripIsBounded() {
    put("t1", "a", "", 2 * KIB, 0);
    put("t1", "b", "", 2 * KIB, 0);
    assertThat(of("t1", 0)).containsExactly("a:2048", "b:2048");
    put("t1", "c", "", 1, 0);
    assertThat(of("t1", 0)).containsExactly("b:2048", "c:1");

    put("t1", "huge", "", 5 * KIB, 0);
    assertThat(of("t1", 0)).isEmpty();
    assertThat(latest.bytes()).isZero();
  }

  @Test
  void theTripsThatAreQuietLongestAreForgottenFirst() {
    for (int trip = 1; trip <= 4; trip++) { // all that there is room for
      put("t" + trip, "a", "", 2 * KIB, trip);
    }
    put("t1", "a", "", 2 * KIB, 5);
    put("t5", "a", "", 2 * KIB, 6);

    assertThat(of("t2", 6)).isEmpty();
    for (String trip : new String[] {"t1", "t3", "t4", "t5"}) {
      assertThat(of(trip, 6)).as(trip).containsExactly("a:2048");
    }
  }

  @Test
  void whatIsTooOldIsForgottenWhenSomethingComesOrIsAskedFor() {
    put("t1", "a", "", 10, 0);
    put("t1", "b", "", 10, 6_000);
    put("t2", "a", "", 10, 6_000);

    assertThat(of("t1", 10_000)).containsExactly("a:10", "b:10");
    assertThat(of("t1", 10_001)).containsExactly("b:10");
    put("t3", "a", "", 10, 16_001);
    assertThat(latest.bytes()).isEqualTo(10 + 512);
  }

  private void put(String trip, String topic, String entity, int bytes, long atMillis) {
    latest.put(
        trip, new TripEvent("", topic, trip, entity, "", Instant.EPOCH, new byte[bytes]), atMillis);
  }

  private List<String> of(String trip, long nowMillis) {
    return latest.of(trip, nowMillis).stream()
        .map(event -> event.topic() + event.entityId() + ":" + event.json().length)
        .toList();
  }
}
