package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes a decoded update into the store, as far as what it builds on is there.
final class UpdateApplier {
  private final Integrator integrator;
  private final DecodedUpdate update;
  private final List<Section> open = new ArrayList<>(2);

  /// What to wait for: the lowest clock wanted of each client.
  private @Nullable Map<Long, Integer> wanted;

  private UpdateApplier(Transaction transaction, DecodedUpdate update, Limits limits) {
    this.integrator =
        new Integrator(transaction, limits, item -> update.position(item.client.id, item.clock));
    this.update = update;
  }

  /// Takes an update in, and what it allows of the deletions that wait.
  ///
  /// @throws dev.carillon.yjs.lib0.UpdateRefusedException if that goes over a limit
  static void apply(Transaction transaction, DecodedUpdate update, Limits limits) {
    transaction.setRemote();
    Pending pending = transaction.store.pending;
    PendingStructs rest = integrate(transaction, update, limits);
    Ranges left = new Ranges();
    delete(transaction, update.deletions(), left);
    if (!pending.isEmpty()) {
      delete(transaction, pending.deletions(transaction.store), left);
    }
    transaction.checkWeight(limits);
    if (rest != null || !left.isEmpty() || !pending.isEmpty()) {
      Ranges ordered = left.inOrder();
      pending.check(rest, ordered, limits);
      transaction.afterwards(() -> pending.add(rest, ordered));
    }
  }

  /// Integrates the structs of an update.
  ///
  /// @return what had to be left out, `null` when nothing
  private static @Nullable PendingStructs integrate(
      Transaction transaction, DecodedUpdate update, Limits limits) {
    List<Section> sections = update.sections();
    for (Section section : sections) {
      section.client.section = section;
    }
    try {
      return new UpdateApplier(transaction, update, limits).integrate();
    } finally {
      for (Section section : sections) {
        section.client.section = null;
      }
    }
  }

  private @Nullable PendingStructs integrate() {
    for (Section section : update.sections()) {
      if (!section.stuck) {
        finish(section);
      }
    }
    Map<Long, Integer> missing = wanted;
    return missing == null ? null : PendingStructs.of(update.sections(), missing);
  }

  /// Integrates a section to its end, and of others what it builds on.
  private void finish(Section section) {
    open.add(section);
    section.waiting = true;
    while (!open.isEmpty()) {
      Section top = open.getLast();
      if (top.isDone()) {
        close(top);
        continue;
      }
      Struct struct = top.structs[top.next];
      int offset = top.client.state() - struct.clock;
      if (struct instanceof Hole || offset >= struct.length) {
        top.next++;
      } else if (offset < 0) {
        giveUp(top.client, struct.clock - 1);
      } else {
        ClientStructs missing = Integrator.missing(struct, top.client);
        if (missing == null) {
          integrator.integrate(struct, top.client, offset);
          top.next++;
          if (open.size() > 1) {
            close(top); // look again at what waits for it
          }
        } else {
          await(missing, ((Item) struct).clockWanted(missing));
        }
      }
    }
  }

  private void close(Section top) {
    open.removeLast();
    top.waiting = false;
  }

  private void await(ClientStructs missing, int clock) {
    Section section = missing.section;
    // One that waits itself would wait for ever: honest updates hold no circles.
    if (section == null || section.isDone() || section.stuck || section.waiting) {
      giveUp(missing, clock);
    } else {
      open.getLast().wantedClock = clock;
      open.add(section);
      section.waiting = true;
    }
  }

  /// Leaves out what is open until a client gets beyond a clock.
  private void giveUp(ClientStructs client, int clock) {
    want(client, clock);
    for (int i = 0; i < open.size(); i++) {
      Section section = open.get(i);
      section.stuck = true;
      section.waiting = false;
      if (i + 1 < open.size()) {
        // What it waits for may come by another way, without all that the next section lacks.
        want(open.get(i + 1).client, section.wantedClock);
      }
    }
    open.clear();
  }

  private void want(ClientStructs client, int clock) {
    Map<Long, Integer> map = wanted;
    if (map == null) {
      map = new HashMap<>(2);
      wanted = map;
    }
    map.merge(client.id, clock, Math::min);
  }

  /// Deletes ranges, as far as their structs are there.
  ///
  /// @param rest takes what had to be left out
  private static void delete(Transaction transaction, Ranges ranges, Ranges rest) {
    for (int i = 0; i < ranges.size(); i++) {
      ClientStructs client = ranges.client(i);
      int clock = ranges.clock(i);
      int end = clock + ranges.length(i);
      int state = client.state();
      if (end > state) {
        int from = Math.max(clock, state);
        rest.add(client, from, end - from);
      }
      if (clock < state) {
        delete(transaction, client, clock, end);
      }
    }
  }

  private static void delete(Transaction transaction, ClientStructs client, int clock, int end) {
    int index = client.indexOf(clock);
    if (client.get(index) instanceof Item item && !item.isDeleted() && item.clock < clock) {
      StructStore.split(transaction, item, index, clock - item.clock);
      index++;
    }
    for (; index < client.size() && client.get(index).clock < end; index++) {
      if (client.get(index) instanceof Item item && !item.isDeleted()) {
        if (end < item.end()) {
          StructStore.split(transaction, item, index, end - item.clock);
        }
        transaction.delete(item);
      }
    }
  }
}
