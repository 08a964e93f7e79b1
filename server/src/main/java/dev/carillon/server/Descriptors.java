package dev.carillon.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and sockets this process may have open, and what of that is for clients. Immutable.
///
/// The rest is kept for the ops port, for Redis, and for calls of other servers: a node that is full has to be able to
/// say so.
///
/// @param limit that of the process (`ulimit -n`)
/// @param clients TCP connections of clients
/// @param ops TCP connections of the ops port
public record Descriptors(long limit, int clients, int ops) {
  private static final int MOST_OPS = 512;
  private static final int MOST_KEPT = 640;

  /// Returns those of this process, as it is about to serve.
  public static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? of(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE, Integer.MAX_VALUE, MOST_OPS);
  }

  /// @param open how many are open already
  static Descriptors of(long limit, long open) {
    long kept = Math.min(MOST_KEPT, limit / 4);
    long clients = Math.clamp(limit - open - kept, 1, Integer.MAX_VALUE);
    return new Descriptors(limit, (int) clients, Math.clamp(kept * 3 / 4, 1, MOST_OPS));
  }
}
