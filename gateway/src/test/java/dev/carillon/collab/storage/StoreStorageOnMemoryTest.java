package dev.carillon.collab.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoreStorageOnMemoryTest extends DocumentStorageBehaviour {
  private static final Duration DAY = Duration.ofDays(1);

  private final Store store = new MemoryStore(Clock.system());

  @Override
  DocumentStorage open() {
    return new StoreStorage(store, "documents:", DAY);
  }

  @Test
  void whatIsStoredTwiceIsThereOnce() throws IOException {
    byte[] update = typed("x").getFirst();
    storage().append("d", update);
    storage().append("d", update.clone());
    assertThat(storage().load("d").updates()).hasSize(1);
  }

  @Test
  void whatOthersLeaveThereIsDamageAndStays() throws IOException {
    storage().append("d", typed("x").getFirst());
    store.putField("documents:d", "f", "no base64", DAY);
    assertThatThrownBy(() -> storage().load("d"))
        .isInstanceOfSatisfying(
            DamagedDocumentException.class,
            damaged -> assertThat(read(damaged.readable())).isEqualTo("x"));
    store.put("documents:e", "a text", DAY);
    assertThatThrownBy(() -> storage().load("e")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage().append("e", typed("x").getFirst()))
        .isInstanceOf(IOException.class);
  }
}
