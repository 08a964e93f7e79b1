package dev.carillon.cluster;

import dev.carillon.core.Editable;
import java.time.Duration;
import java.util.regex.Pattern;

/// How a node takes its place among the others; see [Editable] for how it is said.
public final class NodeSettings extends Editable<NodeSettings> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,48}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// What its ids begin with, so that people can tell nodes apart: up to 48 letters, digits and `.`, `_`,
  /// `-`. Nodes may share it.
  public String name = "node";

  /// How long a node is believed to live without a sign of it; 1 second to 10 minutes, the same on all nodes.
  /// A death is noticed after this time and a sixth of it at the latest; a pause (of the process, or of
  /// Redis) that is longer counts as death.
  public Duration lease = Duration.ofSeconds(6);

  private NodeSettings() {}

  /// Returns the defaults.
  public static NodeSettings defaults() {
    return new NodeSettings();
  }

  @Override
  protected void check() {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "node name: 1 to 48 letters, digits, '.', '_' or '-', not " + name);
    }
    if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("lease: 1 second to 10 minutes, not " + lease);
    }
  }

  /// Returns how often a lease is renewed: often enough that several attempts may fail.
  Duration interval() {
    return lease.dividedBy(6);
  }
}
