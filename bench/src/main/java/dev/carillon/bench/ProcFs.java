package dev.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What Linux tells about processes (proc(5)).
final class ProcFs {
  /// Times are counted in these; 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  private ProcFs() {}

  /// User and system time that a process has used, in seconds (resolution 10 ms).
  static double cpuSeconds(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    // The second field is the name in brackets and may hold spaces; utime and stime are 14 and 15.
    List<String> fields = words(stat.substring(stat.lastIndexOf(')') + 2));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
  }

  /// Resident memory of a process in KiB.
  static long residentKib(long pid) {
    return Long.parseLong(words(line(Path.of("/proc/" + pid + "/status"), "VmRSS:")).get(1));
  }

  /// Seconds of CPU that the whole machine has spent on work.
  static double busySeconds() {
    List<String> fields = words(line(Path.of("/proc/stat"), "cpu "));
    long ticks = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) { // user, nice, system, irq, softirq
      ticks += Long.parseLong(fields.get(field));
    }
    return ticks / TICKS_PER_SECOND;
  }

  /// The value of a line of this process's status.
  static String ownStatus(String name) {
    return line(Path.of("/proc/self/status"), name + ":").substring(name.length() + 1).strip();
  }

  /// How many files this process may have open (the hard limit, to which Java raises itself).
  static long openFilesLimit() {
    String limit = words(line(Path.of("/proc/self/limits"), "Max open files")).get(4);
    return "unlimited".equals(limit) ? Long.MAX_VALUE : Long.parseLong(limit);
  }

  private static String line(Path file, String start) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new BenchException("no " + start + " in " + file));
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+", -1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ": has the process ended?", e);
    }
  }
}
