package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Nodes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What signals promise on one node, on whichever broker.
abstract class SignalsBehaviour {
  private static final Duration LIFETIME = Duration.ofSeconds(12);

  final Time time = new Time();
  private TestNode node;
  private TestSignals test;

  abstract TestNode open(Nodes nodes, PresenceSettings settings);

  @BeforeEach
  void openNode() {
    node = open(new HandNodes().join("n1"), PresenceSettings.defaults());
    test =
        new TestSignals(
            node,
            SignalSettings.defaults()
                .with(to -> {
                  to.maxPerSender = 3;
                  to.maxSignals = 10;
                  to.maxData = 100;
                }));
  }

  @AfterEach
  void closeNode() {
    test.close();
    node.close();
  }

  @Test
  void aSignalIsToldAtOnceAndEndsWhenItIsStopped() {
    SignalSender ann = test.signals.sender("ann", "1");
    assertThat(ann.start("r", "typing", "post 1")).isTrue();
    Time.still(() -> test.heard().size() == 1);
    assertThat(test.signals.active("r")).hasSize(1);
    ann.stop("r", "typing");
    ann.stop("r", "typing");
    ann.stop("r", "other");
    time.until(() -> test.heard().size() == 2);
    assertThat(test.heard()).containsExactly("r +ann post 1", "r -ann");
    assertThat(test.signals.active("r")).isEmpty();
  }

  @Test
  void itEndsByItselfUnlessItIsStartedAgain() {
    SignalSender ann = test.signals.sender("ann", "1");
    ann.start("r", "typing", "");
    for (int i = 0; i < 5; i++) {
      time.pass(Duration.ofSeconds(8));
      assertThat(ann.start("r", "typing", "")).isTrue();
    }
    assertThat(test.heard()).containsExactly("r +ann");
    assertThat(time.until(() -> test.heard().size() == 2))
        .isBetween(LIFETIME.minusSeconds(1), LIFETIME.plusSeconds(1));
    assertThat(test.heard()).containsExactly("r +ann", "r -ann");
    ann.start("r", "typing", "");
    time.until(() -> test.heard().size() == 3);
  }

  @Test
  void otherDataIsToldAndBurstsAreOne() {
    SignalSender ann = test.signals.sender("ann", "1");
    ann.start("r", "typing", "0");
    Time.still(() -> test.heard().size() == 1);
    for (int i = 1; i < 50; i++) {
      ann.start("r", "typing", "" + i);
    }
    SignalSender ben = test.signals.sender("ben", "1");
    ben.start("r", "typing", "");
    ben.stop("r", "typing");
    time.pass(Duration.ofSeconds(1));
    assertThat(test.heard()).containsExactly("r +ann 0", "r +ann 49");
  }

  @Test
  void whereTheUserMayNotBeNothingStartsAndWhatWasThereEnds() {
    SignalSender ann = test.signals.sender("ann", "1");
    test.closed.add("secret");
    assertThat(ann.start("secret", "typing", "")).isFalse();
    ann.start("r", "typing", "");
    Time.still(() -> test.heard().size() == 1);
    test.closed.add("r");
    assertThat(ann.start("r", "typing", "")).isFalse();
    time.until(() -> test.heard().size() == 2);
    assertThat(test.heard()).containsExactly("r +ann", "r -ann");
  }

  @Test
  void twoConnectionsOfOneUserAreTwoSignals() {
    SignalSender phone = test.signals.sender("ann", "phone");
    SignalSender desk = test.signals.sender("ann", "desk");
    phone.start("r", "typing", "p");
    desk.start("r", "typing", "d");
    time.until(() -> test.signals.active("r").size() == 2);
    phone.close();
    time.until(() -> test.heard().size() == 3);
    assertThat(test.signals.active("r")).extracting(Signal::data).containsExactly("d");
    assertThat(phone.start("r", "typing", "")).as("it is closed").isFalse();
  }

  @Test
  void leavingARoomEndsWhatWasThere() {
    SignalSender ann = test.signals.sender("ann", "1");
    ann.start("r", "typing", "");
    ann.start("r", "recording", "");
    ann.start("s", "typing", "");
    time.until(() -> test.heard().size() == 3);
    ann.stopAll("r");
    time.until(() -> test.heard().size() == 5);
    assertThat(test.signals.active("r")).isEmpty();
    assertThat(test.signals.active("s")).hasSize(1);
  }

  @Test
  void thereAreLimits() {
    SignalSender ann = test.signals.sender("ann", "1");
    assertThat(ann.start("r", "typing", "x".repeat(101))).isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(ann.start("r", "k" + i, "")).isTrue();
    }
    assertThat(ann.start("r", "one too many", "")).isFalse();
    assertThat(ann.start("r", "k0", "again")).isTrue();
    for (int i = 0; i < 7; i++) {
      assertThat(test.signals.sender("u" + i, "1").start("r", "typing", "")).isTrue();
    }
    assertThat(test.signals.sender("one too many", "1").start("r", "typing", "")).isFalse();
    time.pass(LIFETIME.plusSeconds(1));
    assertThat(ann.start("r", "others have run out", "")).isTrue();
    assertThat(test.signals.sender("now there is a place", "1").start("r", "k", "")).isTrue();
  }
}
