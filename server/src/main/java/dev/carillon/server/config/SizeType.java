package dev.carillon.server.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes with a unit: `64KiB`, `1MiB`, `1GiB`, also `64kB`, `1MB`, `1GB` for powers of
/// ten; a bare number is bytes. Immutable.
///
/// @param least the smallest size that is allowed, in bytes
/// @param most the largest size that is allowed, in bytes
record SizeType(long least, long most) implements Type<Long> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15})\\s*(|B|KiB|MiB|GiB|kB|MB|GB)", Pattern.CASE_INSENSITIVE);

  static SizeType between(String least, String most) {
    return new SizeType(bytes(least), bytes(most));
  }

  @Override
  public String documented() {
    return "size: " + text(least) + " to " + text(most);
  }

  @Override
  public String allowed() {
    return text(least) + " to " + text(most) + ", with a unit (KiB, MiB, GiB) or in bytes";
  }

  @Override
  public Long parse(String text) {
    long bytes = bytes(text);
    if (bytes < least || bytes > most) {
      throw new IllegalArgumentException("out of range");
    }
    return bytes;
  }

  @Override
  public String show(Long value) {
    return text(value);
  }

  private static long bytes(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    long unit =
        switch (match.group(2).toLowerCase(Locale.ROOT)) {
          case "kib" -> 1L << 10;
          case "mib" -> 1L << 20;
          case "gib" -> 1L << 30;
          case "kb" -> 1_000;
          case "mb" -> 1_000_000;
          case "gb" -> 1_000_000_000;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(match.group(1)), unit);
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("out of range");
    }
  }

  private static String text(long bytes) {
    if (bytes == 0) {
      return "0";
    }
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    if (bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : Long.toString(bytes);
  }
}
