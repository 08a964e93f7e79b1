package dev.carillon.yjs;

import java.util.Arrays;

/// What one transaction did to the structs of one client.
final class ClientChange {
  private static final int[] NONE = {};

  final ClientStructs client;

  /// The clock of the client when the transaction began.
  final int before;

  /// Deleted ranges: clock and length by turns, in the order of deletion until [#sort()].
  private int[] deletes = NONE;

  private int deleteCount;

  /// First clocks of items that were split off and may be merged again.
  private int[] seams = NONE;

  private int seamCount;

  ClientChange(ClientStructs client) {
    this.client = client;
    this.before = client.state();
  }

  boolean hasGrown() {
    return client.state() != before;
  }

  int deleteCount() {
    return deleteCount;
  }

  int deletedClock(int index) {
    return deletes[index * 2];
  }

  int deletedLength(int index) {
    return deletes[index * 2 + 1];
  }

  int seamCount() {
    return seamCount;
  }

  int seam(int index) {
    return seams[index];
  }

  void deleted(int clock, int length) {
    int last = deleteCount * 2 - 2;
    if (last >= 0 && deletes[last] + deletes[last + 1] == clock) {
      deletes[last + 1] += length;
      return;
    }
    if (deleteCount * 2 == deletes.length) {
      deletes = Arrays.copyOf(deletes, Math.max(4, deletes.length * 2));
    }
    deletes[deleteCount * 2] = clock;
    deletes[deleteCount * 2 + 1] = length;
    deleteCount++;
  }

  void seamAt(int clock) {
    if (seamCount == seams.length) {
      seams = Arrays.copyOf(seams, Math.max(4, seams.length * 2));
    }
    seams[seamCount++] = clock;
  }

  /// Orders the deleted ranges by clock and joins those that touch.
  void sort() {
    Arrays.sort(seams, 0, seamCount);
    if (deleteCount < 2) {
      return;
    }
    long[] order = new long[deleteCount];
    boolean ordered = true;
    for (int i = 0; i < deleteCount; i++) {
      order[i] = ((long) deletes[i * 2] << 32) | deletes[i * 2 + 1];
      ordered &= i == 0 || order[i] > order[i - 1];
    }
    if (!ordered) {
      Arrays.sort(order);
    }
    int kept = 0;
    for (long range : order) {
      int clock = (int) (range >>> 32);
      int length = (int) range;
      int end = kept == 0 ? -1 : deletes[kept * 2 - 2] + deletes[kept * 2 - 1];
      if (clock <= end) {
        deletes[kept * 2 - 1] = Math.max(end, clock + length) - deletes[kept * 2 - 2];
      } else {
        deletes[kept * 2] = clock;
        deletes[kept * 2 + 1] = length;
        kept++;
      }
    }
    deleteCount = kept;
  }
}
