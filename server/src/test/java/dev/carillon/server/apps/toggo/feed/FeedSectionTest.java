package dev.carillon.server.apps.toggo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedSectionTest {

  @Test
  void sevenTopicsBelongInTheFeedUnlessOthersAreNamed() {
    assertThat(Settings.of(FeedSection::new, Map.of()).topics).hasSize(7);
    assertThat(Settings.of(FeedSection::new, Map.of("feed-topics", "a.b , c.d")).topics)
        .containsExactly("a.b", "c.d");
  }
}
