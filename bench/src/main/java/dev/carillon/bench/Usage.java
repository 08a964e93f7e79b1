package dev.carillon.bench;

/// CPU seconds used up to a moment: by the server, by the measurement itself (this process and Redis),
/// and by the whole machine.
///
/// @param seconds the moment, on a clock of arbitrary origin
record Usage(double seconds, double server, double ourselves, double machine) {

  static Usage now(long server, long redis) {
    return new Usage(
        System.nanoTime() / 1e9,
        ProcFs.cpuSeconds(server),
        ProcFs.cpuSeconds(ProcessHandle.current().pid()) + ProcFs.cpuSeconds(redis),
        ProcFs.busySeconds());
  }

  Usage minus(Usage earlier) {
    return new Usage(
        seconds - earlier.seconds,
        server - earlier.server,
        ourselves - earlier.ourselves,
        machine - earlier.machine);
  }

  /// Of a span: cores that the measurement itself kept busy.
  double loadShare() {
    return ourselves / seconds;
  }

  /// Of a span: cores that programs outside of the measurement kept busy.
  double elsewhereShare() {
    return Math.max(0, machine - server - ourselves) / seconds;
  }
}
