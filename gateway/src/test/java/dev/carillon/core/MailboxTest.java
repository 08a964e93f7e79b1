package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Mailbox mailbox =
      new Mailbox(
          new Mailbox.Flow() {
            @Override
            public void setReading(boolean reading) {
              asked.add(reading ? "resume" : "pause");
            }

            @Override
            public void overrun() {
              asked.add("overrun");
            }
          });

  @Test
  void tasksRunOneAtATimeAndInOrder() {
    var done = new ArrayList<Integer>();
    var count = new AtomicInteger();
    var inside = new AtomicInteger();
    for (int i = 0; i < 900; i++) {
      int number = i;
      mailbox.execute(() -> {
        assertThat(inside.incrementAndGet()).isOne();
        done.add(number);
        inside.decrementAndGet();
        count.incrementAndGet();
      });
    }
    await().until(() -> count.get() == 900);
    assertThat(done).isSorted().hasSize(900);
    assertThat(asked).isEmpty();
  }

  @Test
  void tasksRunOnVirtualThreads() {
    var isVirtual = new AtomicBoolean();
    mailbox.execute(() -> isVirtual.set(Thread.currentThread().isVirtual()));
    await().untilTrue(isVirtual);
  }

  @Test
  void aTaskThatFailsHoldsUpNoneAfterIt() {
    var done = new AtomicBoolean();
    mailbox.execute(() -> {
      throw new IllegalStateException("on purpose");
    });
    mailbox.execute(() -> {
      throw new StackOverflowError("on purpose");
    });
    mailbox.execute(() -> done.set(true));
    await().untilTrue(done);
  }

  @Test
  void manyTasksPauseTheClientUntilHalfAreDone() {
    CountDownLatch goOn = block();
    for (int i = 0; i < Mailbox.PAUSE_AT; i++) {
      mailbox.accept(() -> {}, 1);
    }
    assertThat(asked).isEmpty();
    mailbox.accept(() -> {}, 1);
    mailbox.accept(() -> {}, 1);
    assertThat(asked).containsExactly("pause");
    goOn.countDown();
    await().until(() -> asked.size() == 2);
    assertThat(asked).containsExactly("pause", "resume");
  }

  @Test
  void manyBytesPauseTheClientToo() {
    CountDownLatch goOn = block();
    mailbox.accept(() -> {}, (int) Mailbox.PAUSE_AT_BYTES + 1);
    assertThat(asked).containsExactly("pause");
    goOn.countDown();
    await().until(() -> asked.size() == 2);
  }

  @Test
  void whoGoesOnFarBeyondThePauseIsToldOf() {
    CountDownLatch goOn = block();
    for (int i = 0; i < Mailbox.PAUSE_AT * Mailbox.OVERRUN; i++) {
      mailbox.accept(() -> {}, 1);
    }
    assertThat(asked).containsExactly("pause");
    mailbox.accept(() -> {}, 1);
    assertThat(asked).containsExactly("pause", "overrun");
    goOn.countDown();
  }

  /// Occupies the mailbox, and returns once the occupying task runs.
  private CountDownLatch block() {
    var running = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    mailbox.execute(() -> {
      running.countDown();
      await().until(() -> goOn.getCount() == 0);
    });
    await().until(() -> running.getCount() == 0);
    return goOn;
  }
}
