package dev.carillon.server.apps.toggo.members;

/// It is not known who is on a trip. The text is a label for logs; it quotes nothing that was sent.
public final class MembersException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /// @param label a few words in lower-case-with-dashes, such as `http-503`
  /// @param lasting whether asking again is no use
  public MembersException(String label, boolean lasting) {
    super(label, null, false, false);
    this.lasting = lasting;
  }

  /// Returns the label.
  public String label() {
    return String.valueOf(getMessage());
  }

  /// Returns whether asking again is no use.
  public boolean lasting() {
    return lasting;
  }
}
