package dev.carillon.collab;

/// Somebody may not have a document, or nobody can tell at the moment.
public final class AccessDeniedException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean certain;

  private AccessDeniedException(String reason, boolean certain) {
    super(reason);
    this.certain = certain;
  }

  /// Makes one for somebody who may not.
  ///
  /// @param reason what the client is told; the reference server says `permission-denied`
  public static AccessDeniedException because(String reason) {
    return new AccessDeniedException(reason, true);
  }

  /// Makes one for when it cannot be found out. Newcomers are denied as well; of those who are in already,
  /// nobody loses an open document because of it.
  public static AccessDeniedException unknown(String reason) {
    return new AccessDeniedException(reason, false);
  }

  /// Returns whether it is known that they may not.
  public boolean isCertain() {
    return certain;
  }
}
