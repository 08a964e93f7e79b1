package dev.carillon.yjs;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Of which clients an update holds structs, and from where to where; gaps in between do not show.
/// Immutable; may be shared between threads.
///
/// @param from the first clock of each client, the highest client first
/// @param to the clock behind the last one of each client, of the same clients
public record UpdateMeta(Map<Long, Integer> from, Map<Long, Integer> to) {
  /// Copies the maps.
  public UpdateMeta {
    from = sorted(from);
    to = sorted(to);
  }

  private static Map<Long, Integer> sorted(Map<Long, Integer> clocks) {
    Map<Long, Integer> copy = new TreeMap<>(Collections.reverseOrder());
    copy.putAll(clocks);
    return Collections.unmodifiableMap(copy);
  }

  /// Goes through an update.
  static UpdateMeta of(BlockReader in) {
    UpdateMeta meta = ofStructs(in::next);
    in.deleteSet(); // what is malformed is refused
    return meta;
  }

  /// Goes through structs up to `null`.
  static UpdateMeta ofStructs(Supplier<@Nullable Block> structs) {
    Map<Long, Integer> from = new TreeMap<>();
    Map<Long, Integer> to = new TreeMap<>();
    for (Block block = structs.get(); block != null; block = structs.get()) {
      from.putIfAbsent(block.client, block.clock);
      to.put(block.client, block.end());
    }
    return new UpdateMeta(from, to);
  }
}
