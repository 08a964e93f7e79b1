package dev.carillon.collab.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MemoryStorageTest extends DocumentStorageBehaviour {
  @Override
  DocumentStorage open() {
    return new MemoryStorage(1 << 20);
  }

  @Test
  void theDocumentUsedLongestAgoGoesFirst() throws IOException {
    byte[] update = typed("x").getFirst();
    try (var small = new MemoryStorage(update.length * 2L)) {
      small.append("a", update);
      small.append("b", update);
      small.load("a");
      small.append("c", update);
      assertThat(small.load("a").updates()).hasSize(1);
      assertThat(small.load("b").updates()).isEmpty();
      assertThat(small.load("c").updates()).hasSize(1);
      assertThatThrownBy(() -> small.append("d", new byte[update.length * 3]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("at most");
    }
  }

  @Test
  void manyPiecesArePutTogether() throws IOException {
    String text = "x".repeat(1000);
    for (byte[] update : typed(text)) {
      storage().append("d", update);
    }
    assertThat(storage().load("d").updates()).hasSizeLessThan(100);
    assertThat(read(storage().load("d"))).isEqualTo(text);
  }
}
