package dev.carillon.server.apps.toggo.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedMembersTest {
  private final FakeClock clock = new FakeClock();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anAnswerCountsForAWhileUnlessTheMembersChange() throws Exception {
    var members = cached(trip -> List.of(trip + asked.incrementAndGet()));

    assertThat(members.of("t")).containsExactly("t1");
    clock.advance(Duration.ofSeconds(9));
    assertThat(members.of("t")).containsExactly("t1");
    clock.advance(Duration.ofSeconds(2));
    assertThat(members.of("t")).containsExactly("t2");
    members.changed("t");
    assertThat(members.of("t")).containsExactly("t3");
  }

  @Test
  void aFailureIsNotRemembered() throws Exception {
    var members =
        cached(trip -> {
          if (asked.incrementAndGet() == 1) {
            throw new MembersException("http-503", false);
          }
          return List.of("a");
        });

    assertThatThrownBy(() -> members.of("t"))
        .isInstanceOf(MembersException.class)
        .hasMessage("http-503");
    await().untilAsserted(() -> assertThat(members.of("t")).containsExactly("a"));
  }

  @Test
  void whoeverAsksAtTheSameTimeSharesTheAnswer() {
    var answer = new CountDownLatch(1);
    var members =
        cached(trip -> {
          asked.incrementAndGet();
          awaitUninterruptibly(answer);
          return List.of("a");
        });

    List<CompletableFuture<List<String>>> all =
        IntStream.range(0, 20)
            .mapToObj(i -> {
              var one = new CompletableFuture<List<String>>();
              Thread.ofVirtual()
                  .start(() -> {
                    try {
                      one.complete(members.of("t"));
                    } catch (MembersException e) {
                      one.completeExceptionally(e);
                    }
                  });
              return one;
            })
            .toList();
    await().until(() -> asked.get() == 1);
    answer.countDown();

    assertThat(all).allSatisfy(one -> assertThat(one.join()).containsExactly("a"));
    assertThat(asked).hasValue(1);
  }

  private Members cached(Members source) {
    return new CachedMembers(source, Duration.ofSeconds(10), clock);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
