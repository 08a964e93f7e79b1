package dev.carillon.collab.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.Doc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A process that types letters into a document, and says a line for each that is stored; and who kills it in
/// the middle, again and again, and looks whether a letter is missing.
final class Typist {
  private static final int LETTERS = 100_000;

  private Typist() {}

  /// Opens a storage.
  ///
  /// @param place a folder, or the JDBC URL of a database
  static DocumentStorage open(String place) throws IOException {
    return place.startsWith("jdbc:")
        ? JdbcStorage.open(new DriverSource(place))
        : FolderStorage.open(Path.of(place));
  }

  /// Types.
  ///
  /// @param args where, and into which document
  static void main(String[] args) throws Exception {
    try (AutoCloseable _ = hold(args[0]);
        DocumentStorage storage = open(args[0])) {
      Doc doc = new Doc();
      doc.onUpdate((update, transaction) -> {
        try {
          storage.append(args[1], update);
          System.out.println(".");
          System.out.flush();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      });
      for (int i = 0; i < LETTERS; i++) {
        doc.text("t").insert(i, "x");
      }
    }
  }

  /// Keeps an embedded database from being closed, and so brought to the disk, after each call.
  private static AutoCloseable hold(String place) throws SQLException {
    return place.startsWith("jdbc:") ? DriverManager.getConnection(place) : () -> {};
  }

  /// Kills those who type, `carillon.kills` times: every letter that was answered for is there.
  static void surviveKills(String place) throws Exception {
    int kills = Integer.getInteger("carillon.kills", 2);
    for (int kill = 0; kill < kills; kill++) {
      String document = "d" + kill;
      int answered = typeAndDie(place, document, 50 + kill * 37 % 400);
      try (DocumentStorage survived = open(place)) {
        assertThat(DocumentStorageBehaviour.read(survived.load(document)).length())
            .as("letters after kill %d", kill)
            .isGreaterThanOrEqualTo(answered);
      }
    }
  }

  private static int typeAndDie(String place, String document, int enough) throws Exception {
    Process typist =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Typist.class.getName(),
                place,
                document)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int answered = 0;
    try (BufferedReader answers = typist.inputReader(UTF_8)) {
      while (answered < enough && answers.readLine() != null) {
        answered++;
      }
      typist.toHandle().destroyForcibly();
      while (answers.readLine() != null) {
        answered++;
      }
    }
    typist.waitFor();
    assertThat(answered).isGreaterThanOrEqualTo(enough);
    return answered;
  }
}
