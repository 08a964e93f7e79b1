package dev.carillon.yjs;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Describes an update in one line of bounded length, without content.
final class UpdateDescription {
  /// Of so many clients the clocks are shown.
  private static final int MOST_CLIENTS = 8;

  private final StringBuilder line = new StringBuilder(128);

  private UpdateDescription() {}

  static String of(byte[] update, UpdateFormat format) {
    var description = new UpdateDescription();
    description.line.append(update.length).append(" bytes of ").append(format).append(": ");
    try {
      BlockReader.over(update, format, Limits.DEFAULT, Counts::of).describe(description);
    } catch (UpdateRefusedException e) {
      description.line.append(e.getMessage());
    }
    return description.line.toString();
  }

  private void clocks(Map<Long, Integer> from, Map<Long, Integer> to) {
    Iterator<Map.Entry<Long, Integer>> clients = from.entrySet().iterator();
    for (int left = MOST_CLIENTS; left > 0 && clients.hasNext(); left--) {
      Map.Entry<Long, Integer> client = clients.next();
      range(client.getKey(), client.getValue(), to.getOrDefault(client.getKey(), 0));
    }
    more(from.size() - MOST_CLIENTS, " clients");
  }

  private void deletions(DeleteSet deleted) {
    int shown = 0;
    int ranges = 0;
    for (Map.Entry<Long, List<DeleteSet.Range>> client : deleted.toMap().entrySet()) {
      ranges += client.getValue().size();
      for (DeleteSet.Range range : client.getValue()) {
        if (shown < MOST_CLIENTS) {
          range(client.getKey(), range.clock(), range.clock() + range.length());
          shown++;
        }
      }
    }
    more(ranges - shown, " ranges");
  }

  private void range(long client, int from, int to) {
    line.append(' ').append(client).append(":[").append(from).append(',').append(to).append(')');
  }

  private void more(int count, String of) {
    if (count > 0) {
      line.append(" and ").append(count).append(" more").append(of);
    }
  }

  /// What is counted in one pass.
  private record Counts(UpdateMeta meta, int structs, int gaps, DeleteSet deleted) {
    static Counts of(BlockReader in) {
      int[] counts = new int[2];
      UpdateMeta meta =
          UpdateMeta.ofStructs(() -> {
            Block block = in.next();
            if (block != null) {
              counts[block.isSkip() ? 1 : 0]++;
            }
            return block;
          });
      return new Counts(meta, counts[0], counts[1], in.deleteSet());
    }

    void describe(UpdateDescription to) {
      to.line.append(structs).append(structs == 1 ? " struct" : " structs");
      if (gaps > 0) {
        to.line.append(", ").append(gaps).append(gaps == 1 ? " gap" : " gaps");
      }
      to.clocks(meta.from(), meta.to());
      if (!deleted.isEmpty()) {
        to.line.append("; deletes");
        to.deletions(deleted);
      }
    }
  }
}
