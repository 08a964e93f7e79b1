package dev.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.access.UserRateLimit.StoreAway;
import dev.carillon.core.Store;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often a user may do something, over two nodes; one subclass for each store.
abstract class UserRateLimitBehaviour {
  private static final RateLimit LIMIT = new RateLimit(10, Duration.ofSeconds(2));

  final FakeClock clock = new FakeClock();

  @SuppressWarnings("NullAway.Init") // set before each
  private Links links;

  @SuppressWarnings("NullAway.Init") // set before each
  private Store one;

  @SuppressWarnings("NullAway.Init") // set before each
  private Store two;

  abstract Links links(FakeClock clock);

  @BeforeEach
  void link() {
    links = links(clock);
    one = links.next().store();
    two = links.next().store();
  }

  @AfterEach
  void close() {
    links.close();
  }

  private UserRateLimit limit(Store store, StoreAway away) {
    return new UserRateLimit("test", store, "rate_limit:", LIMIT, away, clock);
  }

  @Test
  void theEleventhIsRefusedWhicheverNodeItComesTo() {
    UserRateLimit here = limit(one, StoreAway.DENY);
    UserRateLimit there = limit(two, StoreAway.DENY);
    for (int i = 0; i < 5; i++) {
      assertThat(here.allows("ann", "typing")).isTrue();
      assertThat(there.allows("ann", "typing")).isTrue();
    }
    assertThat(here.allows("ann", "typing")).isFalse();
    assertThat(there.allows("ann", "typing")).isFalse();
    assertThat(here.allows("ann", "joinBoard")).isTrue();
    assertThat(here.allows("ben", "typing")).isTrue();
    assertThat(one.get("rate_limit:ann:typing")).isEqualTo("12");
  }

  @Test
  void theWindowEndsHoweverOftenItIsRefused() {
    UserRateLimit limit = limit(one, StoreAway.DENY);
    for (int i = 0; i < 20; i++) {
      limit.allows("ann", "typing");
    }
    assertThat(limit.allows("ann", "typing")).isFalse();
    clock.advance(LIMIT.window());
    // The clock of Redis cannot be turned. A refusal in between lengthens nothing.
    await().until(() -> limit.allows("ann", "typing"));
  }

  @Test
  void ofManyAtOnceNoMoreThanTheLimitPass() throws Exception {
    var outcomes = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        UserRateLimit limit = limit(i % 2 == 0 ? one : two, StoreAway.DENY);
        outcomes.add(threads.submit(() -> limit.allows("ann", "typing")));
      }
    }
    int passed = 0;
    for (Future<Boolean> outcome : outcomes) {
      passed += outcome.get() ? 1 : 0;
    }
    assertThat(passed).isEqualTo(10);
  }

  @Test
  void aStoreThatIsAwayIsANamedChoice() {
    one.close();

    assertThat(limit(one, StoreAway.ALLOW).allows("ann", "typing")).isTrue();
    assertThat(limit(one, StoreAway.DENY).allows("ann", "typing")).isFalse();
    UserRateLimit local = limit(one, StoreAway.LOCAL);
    for (int i = 0; i < 10; i++) {
      assertThat(local.allows("ann", "typing")).isTrue();
    }
    assertThat(local.allows("ann", "typing")).isFalse();
    assertThat(local.allows("ben", "typing")).isTrue();
    clock.advance(LIMIT.window());
    assertThat(local.allows("ann", "typing")).isTrue();
  }
}
