package dev.carillon.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Register;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import dev.carillon.support.FakeClock;
import dev.carillon.support.RegisterBehaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRegisterTest extends RegisterBehaviour {
  private final FakeClock clock = new FakeClock();

  @Override
  protected Store open() {
    return new MemoryStore(clock);
  }

  @Test
  void itIsForgottenWhenItsLifetimeEnds() {
    try (var store = new MemoryStore(clock)) {
      Register register = store.register("r", Duration.ofSeconds(5));
      var hold = List.of(new Register.Step("x", true, "n"));
      register.apply("a", "first", hold, List.of("http"), 9);
      clock.advance(Duration.ofSeconds(4));
      register.apply("a", "second", List.of(), List.of("http"), 9);
      clock.advance(Duration.ofSeconds(4));
      assertThat(register.notes("http", 9).birth()).isEqualTo("first");
      clock.advance(Duration.ofSeconds(2));
      assertThat(register.holders()).isEmpty();
      assertThat(register.apply("a", "third", List.of(), List.of(), 9).birth()).isEqualTo("third");
    }
  }

  @Test
  void whatItHoldsCountsAndAFullStoreRefusesStepsAsAWhole() {
    try (var store = new MemoryStore(clock, 10)) {
      Register register = store.register("r", Duration.ofMinutes(1));
      for (int i = 0; i < 3; i++) {
        var hold = List.of(new Register.Step("x" + i, true, "n"));
        register.apply("a", "birth", hold, List.of("http"), 9);
      }
      // One for the register, three things, three notes: three are left, and two things need four.
      var two = List.of(new Register.Step("y", true, "n"), new Register.Step("z", true, "n"));
      assertThatThrownBy(() -> register.apply("a", "birth", two, List.of("http"), 9))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
      assertThat(register.things("a")).hasSize(3);
      register.drop("http", 3);
      register.apply("a", "birth", two, List.of("http"), 9);
      assertThat(register.things("a")).hasSize(5);
    }
  }

  @Test
  void aKeyThatHoldsSomethingElseIsNoRegister() {
    try (var store = new MemoryStore(clock)) {
      store.put("r", "text");
      Register register = store.register("r", Duration.ofMinutes(1));
      assertThatThrownBy(() -> register.things("a")).isInstanceOf(WrongKindException.class);
    }
  }
}
