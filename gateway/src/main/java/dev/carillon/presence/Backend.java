package dev.carillon.presence;

/// Somebody who is told who is online, such as a web application.
///
/// Of all nodes one tells it at a time, one batch after the other. When it throws, the same reports
/// come again later, perhaps from another node and with further ones behind them: nothing is skipped.
/// After the death of the node that tells, reports may come again that were told; their numbers say so.
///
/// **Threads.** Called on a virtual thread, and may block, but for less than the lease of
/// [ReportSettings]: past that another node begins to tell the same.
@FunctionalInterface
public interface Backend {

  /// Tells the backend; returning means that it knows.
  ///
  /// @throws BackendException if it does not, as far as can be seen
  void tell(ReportBatch batch) throws BackendException;
}
