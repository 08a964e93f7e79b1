package dev.carillon.collab.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents in a folder, and what crashes leave there.
final class FolderStorageTest extends DocumentStorageBehaviour {
  @TempDir private Path folder;

  @Override
  DocumentStorage open() throws IOException {
    return FolderStorage.open(folder);
  }

  /// Opens the folder as it is at this moment, as another process would after a crash.
  private FolderStorage afterACrash() throws IOException {
    Path copy = Files.createTempDirectory(folder.getParent(), "crashed");
    try (var all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        Path to = copy.resolve(folder.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
    return FolderStorage.open(copy);
  }

  private Path file() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(path -> path.getFileName().toString().length() == 64)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void oneProcessUsesAFolder() {
    assertThatThrownBy(() -> FolderStorage.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("another process uses the folder ");
  }

  @Test
  void whatTheFilesOfDocumentsLackIsInTheJournal() throws IOException {
    for (byte[] update : typed("hello")) {
      storage().append("d", update);
    }
    storage().append("gone", typed("x").getFirst());
    storage().remove("gone");
    Files.delete(file()); // as if it had not reached the disk
    try (FolderStorage recovered = afterACrash()) {
      assertThat(read(recovered.load("d"))).isEqualTo("hello");
      assertThat(recovered.load("gone").updates()).isEmpty();
    }
  }

  @Test
  void aStopLeavesNoJournal() throws IOException {
    storage().append("d", typed("x").getFirst());
    storage().close();
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith("journal"));
    try (FolderStorage again = FolderStorage.open(folder)) {
      assertThat(read(again.load("d"))).isEqualTo("x");
    }
    assertThatThrownBy(() -> storage().append("d", typed("x").getFirst()))
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 12})
  void aTornEndIsCutOffAndNothingElse(int missing) throws IOException {
    for (byte[] update : typed("hello")) {
      storage().append("d", update);
    }
    storage().close();
    byte[] all = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(all, all.length - missing));
    try (FolderStorage again = FolderStorage.open(folder)) {
      assertThat(read(again.load("d"))).isEqualTo("hell");
      again.append("d", typed("hello").get(0));
      assertThat(again.load("d").updates()).hasSize(5);
    }
  }

  @Test
  void zerosAtTheEndAreATornEnd() throws IOException {
    storage().append("d", typed("x").getFirst());
    storage().close();
    byte[] all = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(all, all.length + 100));
    try (FolderStorage again = FolderStorage.open(folder)) {
      again.append("d", typed("xy").get(1));
      assertThat(again.load("d").updates()).hasSize(2);
    }
  }

  @Test
  void damageInTheMiddleIsToldAndStays() throws IOException {
    for (byte[] update : typed("hello")) {
      storage().append("d", update);
    }
    storage().close();
    byte[] all = Files.readAllBytes(file());
    all[all.length / 2] ^= 1;
    Files.write(file(), all);
    try (FolderStorage again = FolderStorage.open(folder)) {
      assertThatThrownBy(() -> again.load("d"))
          .isInstanceOfSatisfying(
              DamagedDocumentException.class,
              damaged -> assertThat("hello").startsWith(read(damaged.readable())))
          .hasMessageStartingWith("damaged at byte ");
      assertThatThrownBy(() -> again.append("d", typed("x").getFirst()))
          .isInstanceOf(IOException.class);
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(all);
  }

  @Test
  void manyStoreAtOnce() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = "d" + i;
      writers.add(() -> {
        for (byte[] update : typed("hello")) {
          storage().append(name, update);
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(writers)) {
        done.get();
      }
    }
    try (FolderStorage recovered = afterACrash()) {
      for (int i = 0; i < 50; i++) {
        assertThat(read(recovered.load("d" + i))).isEqualTo("hello");
      }
    }
  }

  @Test
  void whatWasAnsweredForSurvivesKills() throws Exception {
    storage().close();
    Typist.surviveKills(folder.resolve("k").toString());
  }
}
