package dev.carillon.access;

/// Whether somebody may be in a room, and why. Immutable.
///
/// @param rule the rule that decided, in a few words such as `admin` or `role of the board`: it is told to
///     operators and holds no secret
public record Decision(Verdict verdict, String rule) {

  /// What may be decided.
  public enum Verdict {
    /// It may.
    ALLOWED,
    /// It may not.
    DENIED,
    /// Nobody could say in time. It may not come in; what becomes of those who are in is set by
    /// [PermissionSettings.Undecided].
    UNDECIDED
  }

  /// Returns a yes.
  public static Decision allow(String rule) {
    return new Decision(Verdict.ALLOWED, rule);
  }

  /// Returns a no.
  public static Decision deny(String rule) {
    return new Decision(Verdict.DENIED, rule);
  }

  static Decision undecided(String why) {
    return new Decision(Verdict.UNDECIDED, why);
  }

  /// Returns whether it may.
  public boolean allowed() {
    return verdict == Verdict.ALLOWED;
  }
}
