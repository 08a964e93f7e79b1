package dev.carillon.yjs;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A shared type of a [Doc]: a handle, which stays good when the document rests and wakes.
///
/// Edits are held to the [Limits] of the document: a value or a type that lies too deep, or more than
/// the document may take, ends in an [dev.carillon.yjs.lib0.UpdateRefusedException] and changes
/// nothing; within a transaction, it takes that with it. Names and keys must not be `null`, nor hold
/// half a surrogate pair, which nobody can encode.
///
/// Confined to the thread of its document. Once a type is deleted, reading it finds nothing and
/// editing it throws an IllegalStateException.
public abstract sealed class YType permits YText, YArray, YMap, YXmlFragment {
  private static final Branch NOTHING = new Branch(null);

  private final Doc doc;

  /// The name of a root type; `null` for one that an item holds.
  private final @Nullable String name;

  private final long client;
  private final int clock;
  private @Nullable StructStore knownIn;
  private @Nullable Item known;

  YType(Place place) {
    this.doc = place.doc;
    this.name = place.name;
    this.client = place.client;
    this.clock = place.clock;
  }

  /// Where a type is.
  record Place(Doc doc, @Nullable String name, long client, int clock) {
    static Place root(Doc doc, String name) {
      return new Place(doc, Names.check(name), 0, 0);
    }

    static Place in(Doc doc, Item holder) {
      return new Place(doc, null, holder.client.id, holder.clock);
    }
  }

  /// Returns the handle of the type that an item holds.
  static YType of(Doc doc, Item holder, ContentType type) {
    Place place = Place.in(doc, holder);
    return switch (type.typeRef()) {
      case ContentType.ARRAY -> new YArray(place);
      case ContentType.TEXT -> new YText(place);
      case ContentType.XML_ELEMENT ->
          new YXmlElement(place, Objects.requireNonNullElse(type.name(), ""));
      case ContentType.XML_FRAGMENT -> new YXmlFragment(place);
      case ContentType.XML_TEXT -> new YXmlText(place);
      case ContentType.XML_HOOK -> new YXmlHook(place, Objects.requireNonNullElse(type.name(), ""));
      default -> new YMap(place);
    };
  }

  /// Returns the document that this is a part of.
  public final Doc doc() {
    return doc;
  }

  /// Whether it, or a type around it, was deleted.
  public final boolean isDeleted() {
    return name == null && find() == null;
  }

  /// Returns its content as plain values, as `toJSON` in Yjs: a String, List or Map.
  public abstract Object toJson();

  /// Returns what is in it, for reading.
  final Branch branch() {
    if (name != null) {
      return doc.graph().root(name);
    }
    Item holder = find();
    return holder != null && holder.content instanceof ContentType type ? type.branch() : NOTHING;
  }

  /// Returns what edits may demand.
  final Limits limits() {
    return doc.limits();
  }

  /// Changes it, in the running transaction or one of its own.
  final void edit(Consumer<Editor> change) {
    if (isDeleted()) {
      throw new IllegalStateException("the type is deleted");
    }
    doc.transact(null, transaction -> change.accept(transaction.editor()));
  }

  private @Nullable Item find() {
    StructStore store = doc.graph();
    Item item = known;
    if (knownIn != store || item == null) {
      ClientStructs structs = store.clients.get(client);
      item = structs != null && clock < structs.state() ? StructStore.item(structs, clock) : null;
      known = item;
      knownIn = store;
    }
    return item == null || item.isDeleted() || !(item.content instanceof ContentType) ? null : item;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof YType that
        && doc == that.doc
        && Objects.equals(name, that.name)
        && client == that.client
        && clock == that.clock
        && getClass() == that.getClass();
  }

  @Override
  public final int hashCode() {
    return Objects.hash(System.identityHashCode(doc), name, client, clock);
  }
}
