package dev.carillon.collab.storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Runs where there is a PostgreSQL: `-Dcarillon.postgres=jdbc:postgresql://localhost/test?user=test`.
@EnabledIfSystemProperty(named = "carillon.postgres", matches = "jdbc:postgresql:.*")
final class JdbcStoragePostgresTest extends JdbcStorageBehaviour {
  @Override
  String url() {
    return System.getProperty("carillon.postgres", "");
  }

  @Test
  void whatWasAnsweredForSurvivesKills() throws Exception {
    Typist.surviveKills(url());
  }
}
