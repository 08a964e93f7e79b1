package dev.carillon.yjs;

import static dev.carillon.yjs.UpdateFormat.V1;
import static dev.carillon.yjs.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.yjs.lib0.UpdateRefusedException;
import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives one update to everything that reads updates, and holds the answers against each other.
public final class Readers {
  private final byte[] update;
  private final UpdateFormat format;
  private final DocSettings settings;
  private final Map<String, @Nullable UpdateRefusedException> refusals = new LinkedHashMap<>();

  /// What came of it where the outcome is another update.
  private final Map<String, byte[]> results = new LinkedHashMap<>();

  private Readers(byte[] update, UpdateFormat format, DocSettings settings) {
    this.update = update;
    this.format = format;
    this.settings = settings;
  }

  /// Fails unless all take the update, or all refuse it for the same reason at the same place; what
  /// only a document can refuse (its size, the depth of its types) aside. What they pass on must be
  /// taken too, and mean the same.
  ///
  /// @return whether the update is taken
  public static boolean agreeOn(byte[] update, UpdateFormat format, DocSettings settings) {
    return new Readers(update.clone(), format, settings).ask();
  }

  private boolean ask() {
    Limits limits = settings.limits();
    UpdateFormat other = format == V1 ? V2 : V1;
    byte[] nothing = Updates.convert(new byte[2], V1, format);
    note("stateVector", () -> Updates.stateVector(update, format, limits));
    note("deleteSet", () -> Updates.deleteSet(update, format, limits));
    note("parseUpdateMeta", () -> Updates.parseUpdateMeta(update, format, limits));
    note("contains", () -> Doc.create(settings).contains(update, format));
    make("merge of one", format, () -> Updates.mergeUpdates(List.of(update), format, limits));
    make("merge", format, () -> Updates.mergeUpdates(List.of(update, nothing), format, limits));
    make("diff", format, () -> Updates.diffUpdate(update, StateVector.EMPTY, format, limits));
    make("convert", other, () -> Updates.convert(update, format, other, limits));
    note("describe", this::describe);
    UpdateRefusedException first = refusals.get("stateVector");
    assertThat(refusals.values().stream().map(Readers::text).distinct())
        .as("answers: %s", refusals)
        .hasSize(1);
    if (first != null) {
      assertThat(first.position()).as(first.getMessage()).isBetween(0, update.length);
    }
    Doc doc = apply(update, format, first);
    if (first != null) {
      if (first.reason() == Reason.MALFORMED) { // of limits, loading knows one only
        assertThat(text(refusal(() -> Doc.load(update, format, settings)))).isEqualTo(text(first));
      }
      return false;
    }
    if (doc != null) {
      meansTheSame(doc);
    }
    return true;
  }

  private static @Nullable String text(@Nullable UpdateRefusedException refusal) {
    return refusal == null ? null : refusal.getMessage();
  }

  private void note(String reader, Supplier<?> work) {
    refusals.put(reader, refusal(work));
  }

  private void make(String reader, UpdateFormat result, Supplier<byte[]> work) {
    note(
        reader,
        () -> {
          byte[] made = work.get();
          results.put(reader + " " + result, made);
          return made;
        });
  }

  private String describe() {
    String line = Updates.describe(update, format);
    assertThat(line).hasSizeLessThan(800);
    UpdateRefusedException refusal = refusals.get("stateVector");
    if (refusal != null && refusal.reason() == Reason.MALFORMED) {
      assertThat(line).endsWith(text(refusal));
      throw refusal;
    }
    if (refusal != null) {
      throw refusal; // describing knows the usual limits only
    }
    return line;
  }

  private @Nullable Doc apply(
      byte[] bytes, UpdateFormat in, @Nullable UpdateRefusedException expected) {
    Doc doc = Doc.create(settings);
    UpdateRefusedException refusal =
        refusal(() -> {
          doc.applyUpdate(bytes, in);
          return doc;
        });
    if (expected != null) {
      assertThat(text(refusal)).as("apply").isEqualTo(text(expected));
    } else if (refusal != null) {
      assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(Reason.LIMIT);
      return null;
    }
    return refusal == null ? doc : null;
  }

  private void meansTheSame(Doc doc) {
    isLike(doc, Doc.load(update, format, settings), "loaded");
    results.forEach((reader, result) -> {
      UpdateFormat in = UpdateFormat.valueOf(reader.substring(reader.length() - 2));
      Doc heard = Doc.create(settings);
      heard.applyUpdate(result, in);
      isLike(doc, heard, reader);
    });
    // Structs that no editor makes can end up elsewhere when the graph is built again, as in Yjs.
    String known = doc.stateVector() + " " + doc.isPending();
    doc.rest();
    assertThat(doc.stateVector() + " " + doc.isPending()).as("at rest").isEqualTo(known);
  }

  private static void isLike(Doc doc, Doc other, String reader) {
    assertThat(other.stateVector()).as(reader).isEqualTo(doc.stateVector());
    assertThat(other.isPending()).as(reader).isEqualTo(doc.isPending());
    if (!doc.isPending()) {
      assertThat(other.deleteSet()).as(reader).isEqualTo(doc.deleteSet());
      assertThat(other.contains(doc.encodeStateAsUpdate())).as(reader).isTrue();
      assertThat(other.rootNames()).as(reader).isEqualTo(doc.rootNames());
    }
  }

  private static @Nullable UpdateRefusedException refusal(Supplier<?> work) {
    try {
      assertThat(work.get()).isNotNull();
      return null;
    } catch (UpdateRefusedException refused) {
      return refused;
    }
  }
}
