package dev.carillon.server.config;

import java.util.Locale;

/// A switch: `true` or `false`; `on`, `off`, `yes` and `no` are understood, too. Immutable.
record FlagType() implements Type<Boolean> {
  @Override
  public String allowed() {
    return "true or false";
  }

  @Override
  public Boolean parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
