package dev.carillon.bench.yjs;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The processor time of this process: all its threads, so its compiler and collector too.
///
/// Asked of the C library, because the clock of the management beans goes in steps of 10 ms.
final class Processor {
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted") // bench/yjs grants native access
  private static final MethodHandle CLOCK_GETTIME =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("clock_gettime"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private static final MemorySegment TIMESPEC = Arena.global().allocate(ValueLayout.JAVA_LONG, 2);

  private Processor() {}

  /// Returns the time used so far, in nanoseconds. To be called by one thread.
  static long nanos() {
    try {
      int failed = (int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, TIMESPEC);
      if (failed != 0) {
        throw new IllegalStateException("no clock for processor time");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    long seconds = TIMESPEC.getAtIndex(ValueLayout.JAVA_LONG, 0);
    return seconds * 1_000_000_000 + TIMESPEC.getAtIndex(ValueLayout.JAVA_LONG, 1);
  }
}
