package dev.carillon.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Register;
import dev.carillon.core.Register.Note;
import dev.carillon.core.Register.State;
import dev.carillon.core.Register.Step;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the register of every store promises; one subclass for each.
public abstract class RegisterBehaviour {
  private static final List<String> READERS = List.of("http", "redis");
  private static final int KEEP = 1000;

  private Store store;
  private Register register;

  /// Opens a store that is empty.
  protected abstract Store open();

  @BeforeEach
  final void openRegister() {
    store = open();
    register = store.register("r", Duration.ofMinutes(1));
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private State apply(String holder, Step... steps) {
    return register.apply(holder, "birth", List.of(steps), READERS, KEEP);
  }

  private static Step hold(String thing) {
    return new Step(thing, true, "+" + thing);
  }

  private static Step release(String thing) {
    return new Step(thing, false, "-" + thing);
  }

  private List<String> notes(String reader) {
    return register.notes(reader, KEEP).notes().stream()
        .map(note -> note.number() + " " + note.text())
        .toList();
  }

  @Test
  void theFirstHolderAndTheLastOneAreNoted() {
    apply("a", hold("x"), hold("y"));
    apply("b", hold("x"));
    apply("a", release("x"));
    assertThat(notes("http")).containsExactly("1 +x", "2 +y");
    apply("b", release("x"));
    apply("b", hold("x"));
    assertThat(notes("http")).containsExactly("1 +x", "2 +y", "3 -x", "4 +x");
    assertThat(notes("redis")).isEqualTo(notes("http"));
    assertThat(notes("nobody")).isEmpty();
  }

  @Test
  void whatWasDoneIsNotDoneAgain() {
    apply("a", hold("x"));
    assertThat(apply("a", hold("x"))).isEqualTo(new State("birth", 1));
    apply("a", release("x"), release("x"));
    apply("b", release("x"));
    apply("a", release("never held"));
    assertThat(notes("http")).containsExactly("1 +x", "2 -x");
  }

  @Test
  void stepsWithoutANoteAreQuiet() {
    apply("a", new Step("x", true, null), new Step("y", true, null));
    apply("a", release("x"), new Step("y", false, null), hold("z"));
    assertThat(notes("http")).containsExactly("1 -x", "2 +z");
  }

  @Test
  void itTellsWhoHoldsWhat() {
    assertThat(register.holders()).isEmpty();
    assertThat(register.things("a")).isEmpty();
    assertThat(apply("a", hold("x"), hold("y"))).isEqualTo(new State("birth", 2));
    apply("b", hold("é 🔔"));
    assertThat(register.holders()).isEqualTo(Set.of("a", "b"));
    assertThat(register.things("a")).isEqualTo(Set.of("x", "y"));
    assertThat(register.things("b")).isEqualTo(Set.of("é 🔔"));
    assertThat(apply("a", release("x"), release("y"))).isEqualTo(new State("birth", 0));
    assertThat(register.holders()).isEqualTo(Set.of("b"));
  }

  @Test
  void aRegisterKeepsTheMarkOfItsBirth() {
    assertThat(register.apply("a", "first", List.of(), READERS, KEEP))
        .isEqualTo(new State("first", 0));
    assertThat(register.apply("b", "second", List.of(hold("x")), READERS, KEEP).birth())
        .isEqualTo("first");
    register.apply("b", "third", List.of(release("x")), READERS, KEEP);
    register.drop("http", 2);
    register.drop("redis", 2);
    assertThat(register.apply("b", "fourth", List.of(hold("x")), READERS, KEEP).birth())
        .as("though there was nothing left in it")
        .isEqualTo("first");
    assertThat(register.notes("http", 1))
        .isEqualTo(new Register.Notes("first", List.of(new Note(3, "+x"))));
  }

  @Test
  void eachReaderReadsAtItsOwnPace() {
    apply("a", hold("x"), hold("y"), hold("z"));
    assertThat(register.notes("http", 2).notes())
        .containsExactly(new Note(1, "+x"), new Note(2, "+y"));
    register.drop("http", 2);
    register.drop("http", 1);
    assertThat(notes("http")).containsExactly("3 +z");
    assertThat(notes("redis")).hasSize(3);
    register.drop("redis", 3);
    register.drop("nobody", 3);
    assertThat(notes("redis")).isEmpty();
    assertThatThrownBy(() -> register.notes("http", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReaderWhoDoesNotReadLosesTheOldestAndSeesTheGap() {
    for (int i = 0; i < 5; i++) {
      register.apply("a", "birth", List.of(hold("x" + i)), READERS, 3);
    }
    assertThat(notes("http")).containsExactly("3 +x2", "4 +x3", "5 +x4");
  }

  @Test
  void registersAreApart() {
    apply("b", new Step("x", true, null));
    Register other = store.register("r2", Duration.ofMinutes(1));
    other.apply("a", "birth", List.of(hold("x")), READERS, KEEP);
    assertThat(notes("http")).isEmpty();
    assertThat(other.notes("http", 9).notes()).hasSize(1);
  }

  @Test
  void aClosedStoreRefuses() {
    store.close();
    assertThatThrownBy(() -> apply("a", hold("x"))).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> register.notes("http", 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> register.holders()).isInstanceOf(StoreException.class);
  }

  /// However many come and go at once: each thing's notes take turns, and end as it stands.
  @Test
  void ofManyAtOnceEachTurnIsNotedOnce() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 6; i++) {
      String holder = "h" + i;
      var random = new Random(i);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int round = 0; round < 100; round++) {
                  var steps = new Step[4];
                  for (int k = 0; k < steps.length; k++) {
                    String thing = "t" + random.nextInt(5);
                    steps[k] = random.nextBoolean() ? hold(thing) : release(thing);
                  }
                  apply(holder, steps);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, Character> last = new HashMap<>();
    for (Note note : register.notes("http", 1_000_000).notes()) {
      String thing = note.text().substring(1);
      Character sign = note.text().charAt(0);
      assertThat(Objects.equals(last.put(thing, sign), sign)).as("again %s", note).isFalse();
    }
    var held = new HashSet<String>();
    register.holders().forEach(holder -> held.addAll(register.things(holder)));
    last.forEach((thing, sign) -> assertThat(sign == '+').isEqualTo(held.contains(thing)));
  }
}
