package dev.carillon.support;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

final class LeaksTest {

  @Test
  void lostBufferIsNoticed() {
    PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    await()
        .untilAsserted(() ->
            assertThatThrownBy(Leaks::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lost buffers"));
  }
}
