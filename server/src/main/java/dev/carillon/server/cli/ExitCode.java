package dev.carillon.server.cli;

/// What the process ends with.
final class ExitCode {
  /// Stopped on request, or did what was asked.
  static final int OK = 0;

  /// Failed at run time.
  static final int FAILED = 1;

  /// Bad usage or configuration. Also picocli's own code for bad usage.
  static final int USAGE = 2;

  private ExitCode() {}
}
