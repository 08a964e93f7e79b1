package dev.carillon.bench.yjs;

/// One of the two that are measured.
interface Side {
  String label();

  /// Does a task once on a workload and returns the processor time that it took, in milliseconds.
  double time(String workload, Task task);

  /// Loads the document of a workload so often, keeps all, and returns the bytes of heap for each.
  double heap(String workload, int copies);

  /// Returns the bytes of the document of a workload, encoded.
  ///
  /// @param format 1 or 2
  double size(String workload, int format);

  /// Holds so many documents of 2 KB at once, ready to be edited, and returns the bytes of heap for each.
  double edited(int documents);
}
