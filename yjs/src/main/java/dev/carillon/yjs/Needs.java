package dev.carillon.yjs;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// What the structs of an update build on, of other clients: which struct names which clock. Tells
/// whether an order exists in which all can be taken in; some that no editor makes wait for each other
/// in a circle. Confined to one thread.
final class Needs {
  // Of each need: whose struct, its clock, the client and the clock that it names.
  private long[] owners = new long[8];
  private int[] clocks = new int[8];
  private long[] named = new long[8];
  private int[] namedClocks = new int[8];
  private int size;

  /// Notes that the struct of a client at a clock names an id. Structs come section by section.
  void add(long client, int clock, long of, int at) {
    if (of == client) {
      return; // named is what came before it
    }
    int last = size - 1;
    if (last >= 0 && owners[last] == client && named[last] == of && namedClocks[last] >= at) {
      return; // what is there for the struct before is there for this one
    }
    if (size == owners.length) {
      int room = size * 2;
      owners = Arrays.copyOf(owners, room);
      clocks = Arrays.copyOf(clocks, room);
      named = Arrays.copyOf(named, room);
      namedClocks = Arrays.copyOf(namedClocks, room);
    }
    owners[size] = client;
    clocks[size] = clock;
    named[size] = of;
    namedClocks[size] = at;
    size++;
  }

  /// Returns whether all that is named is known and can be taken in one after the other. To be asked
  /// of updates without gaps.
  boolean isMetBy(StateVector known) {
    Map<Long, Progress> clients = new HashMap<>();
    Deque<Progress> ready = new ArrayDeque<>();
    for (int i = 0; i < size; i++) {
      if (namedClocks[i] >= known.clock(named[i])) {
        return false;
      }
      if (i == 0 || owners[i] != owners[i - 1]) {
        Progress progress = new Progress(i);
        clients.put(owners[i], progress);
        ready.push(progress);
      }
    }
    int met = 0;
    for (Progress progress = ready.poll(); progress != null; progress = ready.poll()) {
      int from = progress.next;
      long owner = owners[from];
      while (progress.next < size && owners[progress.next] == owner) {
        Progress other = clients.get(named[progress.next]);
        if (other != null && !hasTaken(other, named[progress.next], namedClocks[progress.next])) {
          other.waiting.add(progress);
          break;
        }
        progress.next++;
      }
      met += progress.next - from;
      if (progress.next > from) {
        ready.addAll(progress.waiting);
        progress.waiting.clear();
      }
    }
    return met == size;
  }

  /// Whether a clock of a client lies before what its next open need holds up.
  private boolean hasTaken(Progress client, long id, int clock) {
    return client.next == size || owners[client.next] != id || clock < clocks[client.next];
  }

  /// How far the structs of a client are taken in: up to that of its next open need.
  private static final class Progress {
    int next;
    final Deque<Progress> waiting = new ArrayDeque<>(1);

    Progress(int first) {
      next = first;
    }
  }
}
