package dev.carillon.server.config;

/// A whole number. Immutable.
///
/// @param least the smallest number that is allowed
/// @param most the largest number that is allowed
record WholeType(int least, int most) implements Type<Integer> {
  @Override
  public String documented() {
    return "number, " + least + " to " + most;
  }

  @Override
  public String allowed() {
    return "a whole number from " + least + " to " + most;
  }

  @Override
  public Integer parse(String text) {
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("not a whole number in range");
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }
}
