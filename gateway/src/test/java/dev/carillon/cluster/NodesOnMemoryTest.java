package dev.carillon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.Lane;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several nodes in one process, on one broker and store; and the one node of an embedded gateway.
class NodesOnMemoryTest extends NodesBehaviour {
  private final MemoryBroker broker = new MemoryBroker();
  private final MemoryStore store = new MemoryStore(Clock.system());

  @Override
  protected Links link() {
    return new Links(broker, store);
  }

  @AfterEach
  void closeBroker() {
    broker.close();
    store.close();
  }

  @Test
  void whoIsAloneAsksItselfAndNeedsNoLease() {
    var executor = new DefaultEventExecutor();
    var lane =
        new Lane(0, executor, UnpooledByteBufAllocator.DEFAULT, Clock.system(), Instruments.NONE);
    try (var alone =
        new LeasedNodes(
            lane,
            new SecureRandom(),
            Instruments.NONE,
            broker,
            store,
            NodeSettings.defaults().with(to -> to.name = "only"))) {
      assertThat(alone.self()).startsWith("only-");
      assertThat(alone.present()).containsExactly(alone.self());
      assertThat(alone.holdsLease()).isTrue();
      alone.answer(
          "t",
          question -> {
            question.answer(question.body());
            question.end();
          });
      Answers answers =
          alone
              .ask("t", new byte[] {7}, Duration.ofSeconds(30))
              .toCompletableFuture()
              .orTimeout(30, TimeUnit.SECONDS)
              .join();
      assertThat(answers.complete()).isTrue();
      assertThat(answers.parts()).hasSize(1);
      assertThat(answers.parts().getFirst().body()).containsExactly(7);
      Answers none =
          alone
              .ask("another", new byte[0], Duration.ofSeconds(30))
              .toCompletableFuture()
              .orTimeout(30, TimeUnit.SECONDS)
              .join();
      assertThat(none.missing()).isEqualTo(Map.of(alone.self(), Absence.UNAWARE));
      assertThat(store.leases("carillon:nodes").all()).isEmpty();
    } finally {
      executor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
