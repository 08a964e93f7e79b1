package dev.carillon.server.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Some constants of an enum, separated by commas, or `none`. Immutable.
///
/// @param type an enum with at least two constants
record ChoicesType<E extends Enum<E>>(Class<E> type) implements Type<Set<E>> {
  private static final String NONE = "none";

  @Override
  public String allowed() {
    ChoiceType<E> one = one();
    return Arrays.stream(type.getEnumConstants()).map(one::show).collect(Collectors.joining(", "))
        + ", separated by commas, or none";
  }

  @Override
  public Set<E> parse(String text) {
    Set<E> chosen = EnumSet.noneOf(type);
    if (!text.strip().equals(NONE)) {
      for (String word : text.split(",", -1)) {
        chosen.add(one().parse(word.strip()));
      }
    }
    return Set.copyOf(chosen);
  }

  @Override
  public String show(Set<E> value) {
    return value.isEmpty()
        ? NONE
        : value.stream().sorted().map(one()::show).collect(Collectors.joining(","));
  }

  private ChoiceType<E> one() {
    return new ChoiceType<>(type);
  }
}
