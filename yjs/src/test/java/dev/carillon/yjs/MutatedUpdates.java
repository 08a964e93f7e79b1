package dev.carillon.yjs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Updates as no editor makes them: those of a small document of every content, damaged by a seed.
public final class MutatedUpdates {
  private final Random random;

  /// Begins with a seed.
  public MutatedUpdates(long seed) {
    random = new Random(seed);
  }

  /// Returns the next update.
  public byte[] next(UpdateFormat format) {
    byte[] update = Updates.convert(honest(), UpdateFormat.V1, format);
    for (int left = random.nextInt(4); left > 0; left--) {
      update = mutate(update);
    }
    return update;
  }

  private byte[] honest() {
    List<Doc> docs = List.of(doc(1), doc(2 + random.nextInt(2)));
    for (int left = 1 + random.nextInt(6); left > 0; left--) {
      Doc doc = docs.get(random.nextInt(2));
      edit(doc);
      if (random.nextInt(3) == 0) {
        docs.get(random.nextInt(2)).applyUpdate(doc.encodeStateAsUpdate());
      }
    }
    List<byte[]> states = docs.stream().map(Doc::encodeStateAsUpdate).toList();
    return switch (random.nextInt(4)) {
      case 0 -> states.getFirst();
      case 1 -> Updates.mergeUpdates(states);
      case 2 -> glued(states);
      default -> Updates.diffUpdate(states.getLast(), StateVector.of(Map.of(1L, 1)));
    };
  }

  private static Doc doc(long client) {
    return Doc.create(DocSettings.DEFAULT.withClientIds(() -> client));
  }

  /// The sections of two updates one behind the other: clients come twice, as in old merges.
  private static byte[] glued(List<byte[]> updates) {
    byte[] first = updates.getFirst();
    byte[] last = updates.getLast();
    byte[] structs = Arrays.copyOf(first, structsEnd(first));
    byte[] glued = Arrays.copyOf(structs, structs.length + last.length - 1);
    System.arraycopy(last, 1, glued, structs.length, last.length - 1);
    glued[0] += last[0];
    return glued;
  }

  private static int structsEnd(byte[] update) {
    byte[] deletions = Updates.diffUpdate(update, Updates.stateVector(update)); // behind a 0
    return update.length - (deletions.length - 1);
  }

  private void edit(Doc doc) {
    YText text = doc.text("t");
    switch (random.nextInt(10)) {
      case 0, 1 -> text.insert(random.nextInt(text.length() + 1), "a");
      case 2 -> text.insert(text.length(), "bc😀", Map.of("b", true));
      case 3 -> text.delete(0, random.nextInt(text.length() + 1));
      case 4 -> text.insertEmbed(0, Map.of("i", List.of(1)), Map.of());
      case 5 -> doc.array("a").push(1, "two", new byte[] {3}, List.of(), null);
      case 6 -> doc.map("m").set("k", values());
      case 7 -> doc.map("m").setArray("n").insertMap(0).setText("x").insert(0, "deep");
      case 8 -> doc.xml("x").insertElement(0, "p").insertText(0).insert(0, "z");
      default -> doc.array("a").push(new Subdoc("g", Map.of("meta", 1)));
    }
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("f", 0.5);
    values.put("l", random.nextLong(1L << 40));
    return values;
  }

  private byte[] mutate(byte[] update) {
    int at = random.nextInt(update.length);
    byte[] changed = update.clone();
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(update, Math.max(1, at));
      case 1 -> Arrays.copyOf(update, update.length + 1 + random.nextInt(3));
      case 2 -> splice(update, at, at, new byte[] {(byte) random.nextInt(4)});
      case 3 ->
          splice(update, at, Math.min(update.length, at + 1 + random.nextInt(3)), new byte[0]);
      case 4 -> {
        int to = Math.min(update.length, at + random.nextInt(12));
        yield splice(update, to, to, Arrays.copyOfRange(update, at, to));
      }
      case 5 -> {
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      default -> { // small numbers are clocks, lengths, counts and kinds
        changed[at] += (byte) (random.nextInt(5) - 2);
        yield changed;
      }
    };
  }

  private static byte[] splice(byte[] update, int from, int to, byte[] with) {
    byte[] changed = Arrays.copyOf(update, from + with.length + update.length - to);
    System.arraycopy(with, 0, changed, from, with.length);
    System.arraycopy(update, to, changed, from + with.length, update.length - to);
    return changed.length == 0 ? new byte[1] : changed;
  }
}
