package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a held member is sent waits with it.
class HoldTest {
  private final HandLane hand = new HandLane(0, new FakeClock());
  private final Rooms rooms = new Rooms("test", List.of(hand.lane), Instruments.NONE);
  private final Client ann = new Client();

  private final class Client extends Member {
    final List<String> heard = new ArrayList<>();
    final List<CloseReason> expelled = new ArrayList<>();

    Client() {
      super("ann", hand.lane);
    }

    long first() {
      return firstHeld();
    }

    boolean held() {
      return isHeld();
    }

    @Override
    protected void expel(CloseReason reason) {
      expelled.add(reason);
      rooms.remove(this);
    }

    @Override
    protected int deliver(Message message) {
      heard.add(message.toString());
      return 1;
    }
  }

  private void enter(String... names) {
    rooms.add(ann);
    for (String name : names) {
      rooms.join(ann, name);
    }
  }

  private void send(String text, String... to) {
    rooms.broadcast(new TestMessage(text), List.of(to), Set.of());
    hand.turn();
  }

  @Test
  void whatWaitsComesInOrder() {
    enter("a", "b");
    send("before", "a");
    assertThat(rooms.hold(ann)).isTrue();
    send("one", "a");
    send("two", "b");
    send("three");
    send("four", "ann");
    rooms.send(new TestMessage("five"), ann);
    hand.turn();
    assertThat(ann.heard).containsExactly("before");
    assertThat(ann.held()).isTrue();

    rooms.release(ann);
    send("after", "a");

    assertThat(ann.heard).containsExactly("before", "one", "two", "three", "four", "five", "after");
    assertThat(ann.held()).isFalse();
  }

  @Test
  void whatWasSentOnlyToRoomsThatItLeftIsDropped() {
    enter("a", "b");
    rooms.hold(ann);
    send("a", "a");
    send("a and b", "a", "b");
    send("b", "b");
    send("a and ann", "a", "ann");
    send("all");
    rooms.leave(ann, "a");
    rooms.release(ann);

    assertThat(ann.heard).containsExactly("a and b", "b", "a and ann", "all");
  }

  @Test
  void whoIsHeldTwiceIsReleasedTwice() {
    enter("a");
    rooms.hold(ann);
    rooms.hold(ann);
    send("one", "a");
    rooms.release(ann);
    assertThat(ann.heard).isEmpty();
    rooms.release(ann);
    rooms.release(ann);
    assertThat(ann.heard).containsExactly("one");
  }

  @Test
  void whoHasGoneIsNotHeldAndHearsNothing() {
    assertThat(rooms.hold(ann)).isFalse();
    enter("a");
    rooms.hold(ann);
    send("one", "a");
    rooms.remove(ann);
    rooms.release(ann);
    assertThat(ann.heard).isEmpty();
    assertThat(ann.held()).isFalse();
  }

  @Test
  void theNumberOfTheFirstThatWaitsIsKnown() {
    enter("a");
    assertThat(ann.first()).isEqualTo(Long.MAX_VALUE);
    rooms.hold(ann);
    send("unnumbered", "a");
    for (long number = 7; number < 10; number++) {
      rooms.broadcast(new TestMessage("n", number), List.of("a"), Set.of());
    }
    hand.turn();
    assertThat(ann.first()).isEqualTo(7);
    rooms.release(ann);
    assertThat(ann.first()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void tooManyAndTooMuchEndIt() {
    enter("a");
    rooms.hold(ann);
    for (int i = 0; i < HeldMessages.MAX_COUNT; i++) {
      send("m", "a");
    }
    assertThat(ann.expelled).isEmpty();
    send("m", "a");
    assertThat(ann.expelled).containsExactly(CloseReason.SLOW);

    ann.expelled.clear();
    enter("a");
    rooms.hold(ann);
    send("x".repeat(HeldMessages.MAX_BYTES), "a");
    assertThat(ann.expelled).isEmpty();
    send("x", "a");
    assertThat(ann.expelled).containsExactly(CloseReason.SLOW);
  }
}
