package dev.carillon.server.matrix;

/// A Matrix server did not take a request; the text is a label that holds no part of the exchange.
final class MatrixException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  MatrixException(String label, int status) {
    super(label, null, false, false);
    this.status = status;
  }

  /// The HTTP status, 0 if there was none.
  int status() {
    return status;
  }

  String label() {
    return String.valueOf(getMessage());
  }
}
