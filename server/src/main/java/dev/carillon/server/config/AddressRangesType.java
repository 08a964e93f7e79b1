package dev.carillon.server.config;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A set of IP addresses and ranges of them, separated by commas. Immutable.
record AddressRangesType() implements Type<Set<String>> {
  @Override
  public String allowed() {
    return "IP addresses and ranges such as 10.0.0.0/8, separated by commas";
  }

  @Override
  public Set<String> parse(String text) {
    var ranges = new LinkedHashSet<String>();
    for (String part : List.of(text.split(",", -1))) {
      if (!isRange(part.strip())) {
        throw new IllegalArgumentException("holds something that is no range of addresses");
      }
      ranges.add(part.strip());
    }
    return Set.copyOf(ranges);
  }

  private static boolean isRange(String text) {
    String[] parts = text.split("/", 2);
    try {
      int bits = 8 * InetAddress.ofLiteral(parts[0]).getAddress().length;
      return parts.length == 1
          || (parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public String show(Set<String> value) {
    return String.join(",", value.stream().sorted().toList());
  }
}
