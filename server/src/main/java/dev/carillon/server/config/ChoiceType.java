package dev.carillon.server.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// One constant of an enum, by its name in lower case with dashes. Immutable.
///
/// @param type an enum with at least two constants
record ChoiceType<E extends Enum<E>>(Class<E> type) implements Type<E> {

  @Override
  public String allowed() {
    List<String> words = Stream.of(type.getEnumConstants()).map(this::show).toList();
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  @Override
  public E parse(String text) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> show(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not of the right form"));
  }

  @Override
  public String show(E value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
