package dev.carillon.server.config;

/// A port to listen on; 0 takes a free one, which the log then names. Immutable.
record PortType() implements Type<Integer> {
  private static final WholeType NUMBERS = new WholeType(0, 65_535);

  @Override
  public String allowed() {
    return NUMBERS.allowed();
  }

  @Override
  public String documented() {
    return NUMBERS.documented();
  }

  @Override
  public Integer parse(String text) {
    return NUMBERS.parse(text);
  }
}
