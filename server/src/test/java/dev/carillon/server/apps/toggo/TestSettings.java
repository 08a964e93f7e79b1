package dev.carillon.server.apps.toggo;

import dev.carillon.server.apps.toggo.ToggoSettings.Access;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.ToggoSettings.Batching;
import dev.carillon.server.apps.toggo.ToggoSettings.Collapse;
import dev.carillon.server.apps.toggo.ToggoSettings.Intake;
import dev.carillon.server.apps.toggo.ToggoSettings.Snapshot;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings that count when nothing is set, and changes to them.
final class TestSettings {
  static final Secret KEY = new Secret("a key for tests of tokens");
  static final TopicSet STATES =
      new TopicSet(
          List.of("*.updated", "poll.vote_added", "poll.vote_removed", "poll.ranking_submitted"));

  private TestSettings() {}

  static ToggoSettings defaults() {
    return with(batching(5000, 1024 * 1024, Collapse.STATES));
  }

  static ToggoSettings with(Batching batching) {
    return new ToggoSettings(open(), intake(TripMismatch.CHANNEL), batching, null, 5);
  }

  static ToggoSettings with(Intake intake) {
    return new ToggoSettings(open(), intake, defaults().batching(), null, 5);
  }

  static ToggoSettings with(Snapshot snapshot) {
    ToggoSettings base = defaults();
    return new ToggoSettings(open(), base.intake(), base.batching(), snapshot, 5);
  }

  static ToggoSettings with(Auth auth, @Nullable MembersSettings members) {
    ToggoSettings base = defaults();
    var access = new Access(auth, KEY, true, members);
    return new ToggoSettings(access, base.intake(), base.batching(), null, 5);
  }

  static ToggoSettings withoutCloseOnExpiry() {
    ToggoSettings base = defaults();
    var access = new Access(Auth.REQUIRED, KEY, false, null);
    return new ToggoSettings(access, base.intake(), base.batching(), null, 5);
  }

  static Batching batching(int maxEvents, int maxBytes, Collapse collapse) {
    return new Batching(Duration.ofMillis(200), maxEvents, maxBytes, collapse, STATES);
  }

  static Intake intake(TripMismatch mismatch) {
    return intake(false, mismatch, TopicCheck.OFF);
  }

  static Intake intake(boolean pattern, TripMismatch mismatch, TopicCheck topics) {
    return new Intake(
        pattern, 1024 * 1024, 128, mismatch, topics, new TopicSet(List.of("comment.*")));
  }

  private static Access open() {
    return new Access(Auth.OFF, null, true, null);
  }
}
