package dev.carillon.access;

import dev.carillon.core.Principal;
import org.jspecify.annotations.Nullable;

/// Says whether somebody may be in a room: the app's own rules.
@FunctionalInterface
public interface AccessRules {

  /// Decides. Called on virtual threads, as many at once as [PermissionSettings#concurrency] says; so it
  /// may ask the store or a web service, and should not take longer than
  /// [PermissionSettings#timeout], after which it is interrupted and counts as undecided.
  ///
  /// @param principal who it is; `null`: nobody knows
  /// @return what was decided, and by which rule
  /// @throws Exception if it cannot be decided now
  Decision decide(@Nullable Principal principal, String room) throws Exception;
}
