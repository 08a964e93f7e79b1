package dev.carillon.collab.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.Updates;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a storage does in any database, beside what every storage does.
abstract class JdbcStorageBehaviour extends DocumentStorageBehaviour {

  /// Returns the URL of a database.
  abstract String url();

  @Override
  DocumentStorage open() throws IOException {
    return JdbcStorage.open(new DriverSource(url()));
  }

  @BeforeEach
  void empty() throws SQLException {
    sql("DELETE FROM carillon_documents");
  }

  final void sql(String statement) throws SQLException {
    try (Connection connection = new DriverSource(url()).getConnection();
        var run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @Test
  void whatIsStoredOutlivesTheStorage() throws IOException {
    storage().append("d", typed("x").getFirst());
    storage().close();
    assertThatThrownBy(() -> storage().load("d")).isInstanceOf(IOException.class);
    try (DocumentStorage again = open()) {
      assertThat(read(again.load("d"))).isEqualTo("x");
    }
  }

  @Test
  void nodesAddToOneDocumentAndPutItTogetherMeanwhile() throws Exception {
    List<byte[]> updates = typed("a text that two nodes write, each every other letter");
    List<Callable<Void>> nodes = new ArrayList<>();
    for (int node = 0; node < 2; node++) {
      int first = node;
      nodes.add(() -> {
        try (DocumentStorage storage = open()) {
          for (int i = first; i < updates.size(); i += 2) {
            storage.append("d", updates.get(i));
            if (i % 5 == 0) {
              StoredDocument loaded = storage.load("d");
              storage.replace("d", loaded, Updates.mergeUpdates(loaded.updates()));
            }
          }
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(nodes)) {
        done.get();
      }
    }
    assertThat(read(storage().load("d")))
        .isEqualTo("a text that two nodes write, each every other letter");
    assertThat(storage().load("d").updates().size()).isLessThan(updates.size());
  }

  @Test
  void whatTwoNodesPutTogetherIsStillAllThere() throws IOException {
    List<byte[]> updates = typed("hello");
    for (byte[] update : updates.subList(0, 3)) {
      storage().append("d", update);
    }
    StoredDocument slow = storage().load("d");
    for (byte[] update : updates.subList(3, 5)) {
      storage().append("d", update);
    }
    StoredDocument quick = storage().load("d");
    storage().replace("d", quick, Updates.mergeUpdates(quick.updates()));
    storage().replace("d", slow, Updates.mergeUpdates(slow.updates()));
    assertThat(read(storage().load("d"))).isEqualTo("hello");
    assertThat(storage().load("d").updates()).hasSize(1);
  }

  @Test
  void whatWasRemovedMeanwhileDoesNotComeBack() throws IOException {
    storage().append("d", typed("old").getFirst());
    StoredDocument loaded = storage().load("d");
    storage().remove("d");
    storage().replace("d", loaded, Updates.mergeUpdates(loaded.updates()));
    assertThat(storage().load("d").updates()).isEmpty();
    storage().append("d", typed("new").getFirst());
    storage().replace("d", loaded, Updates.mergeUpdates(loaded.updates()));
    assertThat(read(storage().load("d"))).isEqualTo("n");
  }

  @Test
  void aDocumentMayBeLarge() throws IOException {
    byte[] large = new byte[5 << 20];
    large[large.length - 1] = 7;
    storage().append("d", large);
    assertThat(storage().load("d").updates().getFirst()).isEqualTo(large);
  }

  @Test
  void aFaultOfTheDatabaseIsSaidWithoutContent() throws Exception {
    sql("ALTER TABLE carillon_updates RENAME TO carillon_elsewhere");
    try {
      assertThatThrownBy(() -> storage().append("secret", typed("x").getFirst()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the database of documents (42")
          .hasMessageNotContaining("secret");
    } finally {
      sql("ALTER TABLE carillon_elsewhere RENAME TO carillon_updates");
    }
    storage().append("secret", typed("x").getFirst());
    assertThat(read(storage().load("secret"))).isEqualTo("x");
  }
}
