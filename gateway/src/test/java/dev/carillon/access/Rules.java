package dev.carillon.access;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.carillon.core.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Rules that a test changes: which roles a board is for. Safe for any thread.
final class Rules implements AccessRules {
  final Map<String, Set<String>> boards = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean broken;

  @Override
  public Decision decide(@Nullable Principal principal, String room) throws Exception {
    asked.add((principal == null ? "nobody" : principal.id()) + " " + room);
    Set<String> roles = boards.getOrDefault(room, Set.of());
    if (!gate.await(30, SECONDS)) {
      throw new AssertionError("nobody opened the gate");
    }
    if (broken) {
      throw new IllegalStateException("a secret of the store");
    }
    boolean may = principal != null && principal.roles().stream().anyMatch(roles::contains);
    return may ? Decision.allow("role of " + room) : Decision.deny("no role of " + room);
  }

  /// Holds all questions until the latch is counted down.
  CountDownLatch hold() {
    gate = new CountDownLatch(1);
    return gate;
  }
}
