package dev.carillon.collab.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdbcStorageH2Test extends JdbcStorageBehaviour {
  @TempDir private Path folder;

  @Override
  String url() {
    return "jdbc:h2:mem:documents;DB_CLOSE_DELAY=-1";
  }

  @Test
  void whatWasAnsweredForSurvivesKills() throws Exception {
    Typist.surviveKills("jdbc:h2:file:" + folder.resolve("documents"));
  }
}
